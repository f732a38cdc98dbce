import type { LocalClock } from '../clock.ts';
import type { HttpReply, HttpRequest } from '../gateway/http.ts';
import { problem } from '../problem.ts';
import type { State } from '../state.ts';
import { advanceClock, readClock } from './clock.ts';
import { readDeadLetters, readEvents, readMailbox } from './records.ts';
import { BadLocalRequest, type Methods } from './route.ts';

/** Answers what lives under /_local, or nothing when a path is not there. */
export type LocalRoutes = (request: HttpRequest) => Promise<HttpReply | undefined>;

const PREFIX = '/_local/';

/** @param more further routes, by what follows the prefix */
export function localRoutes(state: State, clock: LocalClock, more: Readonly<Record<string, Methods>> = {}): LocalRoutes {
  const routes = new Map<string, Methods>([
    ['mailbox', { GET: readMailbox(state) }],
    ['clock', { GET: readClock(clock), POST: advanceClock(clock) }],
    ['events', { GET: readEvents(state) }],
    ['dead-letters', { GET: readDeadLetters(state) }],
    ...Object.entries(more),
  ]);

  return async (request) => {
    if (!request.path.startsWith(PREFIX)) return undefined;

    const methods = routes.get(request.path.slice(PREFIX.length));
    if (!methods) return problem(404, 'not-found', 'Not found', `There is ${listed([...routes.keys()])} under ${PREFIX}`);

    const route = methods[request.method];
    if (!route)
      return problem(405, 'method-not-allowed', 'Method not allowed', `${request.path} takes ${listed(Object.keys(methods))}`);

    try {
      const answer = await route({ query: new URLSearchParams(request.query), body: request.body });
      return { status: 200, headers: [['Content-Type', 'application/json']], body: Buffer.from(JSON.stringify(answer)) };
    } catch (cause) {
      if (!(cause instanceof BadLocalRequest)) throw cause;
      return problem(400, 'invalid-request', 'Invalid request', cause.message, cause.errors);
    }
  };
}

function listed(names: readonly string[]): string {
  return names.join(', ');
}
