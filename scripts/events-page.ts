import { EVENTS } from '../events/index.ts';
import { EVENTS_PAGE, eventsPage } from './events-page/page.ts';
import { writePage } from './pages/write-page.ts';

/** `npm run docs:events`: writes the page about the events from their schemas. */
writePage(EVENTS_PAGE, eventsPage(Object.values(EVENTS)));
