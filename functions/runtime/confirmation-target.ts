import { ok, type Result, refuse } from '../../domain/result.ts';
import { CONFIRMATION_TARGETS, type ConfirmationTarget } from '../contracts/confirmation-targets.ts';
import type { Contract } from '../contracts/contract.ts';
import type { Refusal } from './refusal.ts';

/**
 * C-10: the target a token is asked for, in one canonical form: required where the operation has one, of its form, and not
 * known where it has none.
 */
export function targetAskedFor(
  kind: ConfirmationTarget | undefined,
  given: object | undefined,
): Result<string | undefined, Refusal<'invalid-request'>> {
  if (kind === undefined) return given === undefined ? ok(undefined) : wrong('unknown-field');
  if (given === undefined) return wrong('required');

  const target = canonical(kind, given);

  return target === undefined ? wrong('invalid-value') : ok(target);
}

/** C-10: the target a request is about, in the same form. A confirmation made for another does not serve. */
export function targetOf({ target }: Pick<Contract, 'target'>, input: object): string | undefined {
  if (target === undefined) return undefined;

  const named = Object.keys(CONFIRMATION_TARGETS[target].shape).map((name) => [name, input[name as never]]);

  return canonical(target, Object.fromEntries(named));
}

/** The fields in the order of their declaration, whatever order they came in. */
function canonical(kind: ConfirmationTarget, fields: object): string | undefined {
  const parsed = CONFIRMATION_TARGETS[kind].safeParse(fields);

  return parsed.success ? JSON.stringify([kind, ...Object.values(parsed.data)]) : undefined;
}

function wrong(code: 'required' | 'unknown-field' | 'invalid-value') {
  return refuse({ code: 'invalid-request' as const, errors: [{ pointer: '/target', code }] });
}
