import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { EVENTS } from '../events/index.ts';
import { EVENTS_PAGE, eventsPage } from './events-page/page.ts';

/** `npm run docs:events`: writes the page about the events from their schemas. */
writeFileSync(resolve(import.meta.dirname, '..', EVENTS_PAGE), eventsPage(Object.values(EVENTS)));
console.log(`Written: ${EVENTS_PAGE}`);
