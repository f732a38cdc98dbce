import type { LocalClock } from '../clock.ts';
import type { HttpReply, HttpRequest } from '../gateway/http.ts';
import { problem } from '../problem.ts';
import type { State } from '../state.ts';
import { advanceClock, readClock } from './clock.ts';
import { readEvents, readMailbox } from './records.ts';
import { BadLocalRequest, Download, type Methods, NoSuchThing, NotPossibleNow } from './route.ts';

/** Answers what lives under /_local, or nothing when a path is not there. */
export type LocalRoutes = (request: HttpRequest) => Promise<HttpReply | undefined>;

const PREFIX = '/_local/';

/** @param more further routes, by what follows the prefix */
export function localRoutes(state: State, clock: LocalClock, more: Readonly<Record<string, Methods>> = {}): LocalRoutes {
  const routes: readonly (readonly [path: string, Methods])[] = [
    ['mailbox', { GET: readMailbox(state) }],
    ['clock', { GET: readClock(clock), POST: advanceClock(clock) }],
    ['events', { GET: readEvents(state) }],
    ...Object.entries(more),
  ];
  const paths = routes.map(([path]) => path);

  return async (request) => {
    if (!request.path.startsWith(PREFIX)) return undefined;

    const found = find(request.path.slice(PREFIX.length), routes);
    if (!found) return problem(404, 'not-found', 'Not found', `There is ${listed(paths)} under ${PREFIX}`);
    const { methods, params } = found;

    const route = methods[request.method];
    if (!route)
      return problem(405, 'method-not-allowed', 'Method not allowed', `${request.path} takes ${listed(Object.keys(methods))}`);

    try {
      const answer = await route({ query: new URLSearchParams(request.query), body: request.body, params });
      const { contentType, body } = answer instanceof Download ? answer : jsonOf(answer);
      return { status: 200, headers: [['Content-Type', contentType]], body };
    } catch (cause) {
      return refusal(cause);
    }
  };
}

function jsonOf(answer: unknown): Download {
  return new Download('application/json', Buffer.from(JSON.stringify(answer)));
}

function find(path: string, routes: readonly (readonly [path: string, Methods])[]) {
  for (const [pattern, methods] of routes) {
    const params = matched(path.split('/'), pattern.split('/'));
    if (params) return { methods, params };
  }
  return undefined;
}

/** The parts of a path that a pattern names, decoded; undefined when it is another path. */
function matched(path: readonly string[], pattern: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  if (path.length !== pattern.length) return undefined;

  for (const [index, part] of path.entries()) {
    const wanted = pattern[index];
    const name = /^\{(.+)\}$/.exec(wanted ?? '')?.[1];
    if (name !== undefined) params[name] = decoded(part);
    else if (part !== wanted) return undefined;
  }

  return params;
}

/** What is no proper encoding stands for itself. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function refusal(cause: unknown): HttpReply {
  if (cause instanceof BadLocalRequest) {
    return problem(400, 'invalid-request', 'Invalid request', cause.message, cause.errors);
  }
  if (cause instanceof NoSuchThing) return problem(404, 'not-found', 'Not found', cause.message);
  if (cause instanceof NotPossibleNow) return problem(409, 'not-possible-now', 'Not possible now', cause.message);

  throw cause;
}

function listed(names: readonly string[]): string {
  return names.join(', ');
}
