import { NotTaken, type Replay } from '../edges/dead-letters.ts';
import type { State } from '../state.ts';
import { type Methods, NoSuchThing, NotPossibleNow } from './route.ts';

/** What asynchronous edges gave up on, newest first, and how to hand it back to where it failed: one letter, or all. */
export function deadLetterRoutes(state: State, replay: Replay): Readonly<Record<string, Methods>> {
  const log = state.log<unknown>('dead-letters');

  return {
    'dead-letters': { GET: () => ({ deadLetters: log.newestFirst() }) },
    'dead-letters/replay': { POST: () => replay.all() },
    'dead-letters/{id}/replay': { POST: ({ params: { id = '' } }) => replayOne(id, replay) },
  };
}

function replayOne(id: string, replay: Replay): { replayed: string[] } {
  try {
    if (!replay.one(id)) throw new NoSuchThing(`There is no dead letter ${id}`);
  } catch (cause) {
    if (cause instanceof NotTaken) throw new NotPossibleNow(cause.message);
    throw cause;
  }

  return { replayed: [id] };
}
