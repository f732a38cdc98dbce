import { AREAS, type Area, type Contract } from '../../functions/contracts/contract.ts';
import { checkRoutes } from '../../infra/routes.ts';

export const USAGE =
  'npm run new:operation -- --area groups --id renameGroup --method POST --path /groups/{groupId}/renaming --caller userAdministration';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;
const CALLERS = ['public', 'operator', 'session', 'representative'] as const;

/** A new operation, checked: it can be written without breaking what is there. */
export type Plan = {
  readonly area: Area;
  readonly id: string;
  readonly method: Contract['method'];
  readonly path: string;
  /** One of the kinds of caller, or the name of a right. */
  readonly caller: string;
};

/** The command line was wrong; the message says how. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** Checks what was typed against the existing operations. Throws `UsageError`. */
export function readPlan(typed: Readonly<Record<string, string | undefined>>, existing: readonly Contract[]): Plan {
  const plan: Plan = {
    area: oneOf(AREAS, 'area', typed['area']),
    id: shaped(/^[a-z]+([A-Z][a-z]+)*$/, 'id', typed['id'], 'camelCase'),
    method: oneOf(METHODS, 'method', typed['method']),
    path: shaped(/^(\/([a-z]+(-[a-z]+)*|\{[a-z]+[A-Za-z]*\}))+$/, 'path', typed['path'], 'like /groups/{groupId}/renaming'),
    // There is no default: who may call is the first thing to decide about an operation.
    caller: shaped(/^[a-z]+[A-Za-z.]*$/, 'caller', typed['caller'], `${CALLERS.join(', ')} or a right`),
  };

  if (existing.some(({ id }) => id === plan.id)) throw new UsageError(`There is an operation ${plan.id} already`);
  if ((plan.caller === 'operator') !== plan.path.startsWith('/operator/')) {
    throw new UsageError('Operations of the operator, and only they, are below /operator');
  }
  checkAgainst(existing, plan);

  return plan;
}

export function isKindOfCaller(caller: string): boolean {
  return (CALLERS as readonly string[]).includes(caller);
}

function checkAgainst(existing: readonly Contract[], { id, method, path }: Plan): void {
  try {
    checkRoutes([...existing, { id, method, path }]);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function oneOf<T extends string>(known: readonly T[], option: string, typed: string | undefined): T {
  const found = known.find((one) => one === typed);
  if (found === undefined) throw new UsageError(`--${option} must be one of ${known.join(', ')}`);

  return found;
}

function shaped(shape: RegExp, option: string, typed: string | undefined, description: string): string {
  if (typed === undefined || !shape.test(typed)) throw new UsageError(`--${option} must be ${description}`);

  return typed;
}
