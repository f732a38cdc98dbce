import { isDeepStrictEqual } from 'node:util';
import { apiDiff, type Diff } from 'api-smart-diff';
import { comparable, type Document } from './comparable.ts';

const DONE = { add: 'added', remove: 'removed', replace: 'replaced', rename: 'renamed' } as const;

/** What in a later OpenAPI document breaks clients made for the earlier one; a line each, beginning with the operation. */
export function breakingChanges(earlier: Document, later: Document): string[] {
  // To compare every operation takes seconds.
  if (isDeepStrictEqual(earlier, later)) return [];

  return apiDiff(comparable(earlier), comparable(later))
    .filter((change) => (change.type === 'breaking' && !isNewProblem(change)) || breaksOurClients(change))
    .map(told);
}

/** Clients take a problem they do not know by its status (RFC 9457). */
function isNewProblem({ action, path }: Diff): boolean {
  return action === 'add' && path.includes('application/problem+json') && path.slice(-3, -1).join('.') === 'code.enum';
}

/** Where we promise more than OpenAPI alone. */
function breaksOurClients({ action, path }: Diff): boolean {
  const [last, around] = [path.at(-1), path.at(-2)];
  // Generated clients are named by it, and mail tokens asked for with it.
  if (last === 'operationId') return action === 'replace';
  if (!path.includes('schema')) return false;

  // Who sends a field nobody knows any more is refused, and who reads it finds nothing.
  if (action === 'remove' && around === 'properties') return true;

  // The comparison takes a new form in an answer for a narrower one.
  return action === 'replace' && path.includes('responses') && ['type', 'const', 'format', 'pattern'].includes(`${last}`);
}

function told({ action, path }: Diff): string {
  const [top, route, method, ...rest] = path.map(String);
  const where = top === 'paths' ? [`${method?.toUpperCase()} ${route}`, rest.join('/')] : [path.join('/')];

  return `${where.filter(Boolean).join(': ')} ${DONE[action as keyof typeof DONE]}`;
}
