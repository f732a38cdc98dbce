import type { Judge } from '../judging.ts';
import { mended, removeAsFound } from '../mending.ts';

/** Nobody may be logged in by a session that ended after the restore point (L-6). */
export const judgeSession: Judge = async ({ PK, SK }) => [
  { code: 'session', key: { PK, SK }, mend: () => mended(removeAsFound({ PK, SK }, {})) },
];

/** A repeated request must not be answered with an effect that is gone. */
export const judgeKeptReply: Judge = async ({ PK, SK }) => [
  { code: 'kept-reply', key: { PK, SK }, mend: () => mended(removeAsFound({ PK, SK }, {})) },
];
