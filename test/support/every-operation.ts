import { expect } from 'vitest';
import type { Contract } from '../../functions/contracts/contract.ts';
import { contracts } from '../../functions/contracts/index.ts';
import { PROBLEMS } from '../../functions/contracts/problems.ts';
import { problemsOf } from '../../functions/contracts/problems-of.ts';
import { type Answer, call, type Method } from './api.ts';
import { signedCall } from './signed-calls.ts';

/** Every operation there is: what is generated from them covers the operations of tomorrow as well. */
export const OPERATIONS = Object.values(contracts);

export const isOperator = ({ caller }: Contract): boolean => caller === 'operator';
export const isPublic = ({ caller }: Contract): boolean => caller === 'public';
export const takesSession = (contract: Contract): boolean => !isOperator(contract) && !isPublic(contract);

/** A request to an operation. */
export type Sample = { readonly method: Method; readonly path: string; readonly body: unknown };

/** The request of a contract's example; `params` and `query` replace what the example has. */
export function sampleOf(
  { method, path, example }: Contract,
  changes: { params?: Readonly<Record<string, string>>; query?: Readonly<Record<string, string>> } = {},
): Sample {
  const params = { ...example.params, ...changes.params };
  const query = new URLSearchParams({ ...example.query, ...changes.query }).toString();
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));

  return { method, path: query === '' ? filled : `${filled}?${query}`, body: example.body };
}

/**
 * Sends a request as the contract's caller would: signed to operator routes, with the token elsewhere. Whatever comes back
 * must be declared: what the API documentation does not name, no client can expect.
 */
export async function send(
  contract: Contract,
  { method, path, body }: Sample,
  { token, headers = {} }: { token?: string | undefined; headers?: Readonly<Record<string, string>> } = {},
): Promise<Answer> {
  const answer = isOperator(contract)
    ? await signedCall(method, path, { body, headers })
    : await call(method, path, { body, token: takesSession(contract) ? token : undefined, headers });

  expect(declaredAnswers(contract), `${contract.id} answered`).toContain(
    answer.status < 400 ? String(answer.status) : `${answer.status} ${answer.body['code']}`,
  );

  return answer;
}

function declaredAnswers(contract: Contract): string[] {
  return [...Object.keys(contract.replies), ...problemsOf(contract).map((code) => `${PROBLEMS[code]} ${code}`)];
}
