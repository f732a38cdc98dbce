import { writePage } from './pages/write-page.ts';
import { SETTINGS_PAGE, settingsPage } from './settings-page/page.ts';

/** `npm run docs:settings`: writes the page about the settings from their schemas. */
writePage(SETTINGS_PAGE, settingsPage());
