import { expect } from 'vitest';
import { needsSession } from '../../functions/contracts/access.ts';
import { type Contract, headerName } from '../../functions/contracts/contract.ts';
import { contracts } from '../../functions/contracts/index.ts';
import { PROBLEMS } from '../../functions/contracts/problems.ts';
import { problemsOf } from '../../functions/contracts/problems-of.ts';
import { type Answer, type ClientIdentity, call, type Method } from './api.ts';
import { signedCall } from './signed-calls.ts';

/** Every operation there is: what is generated from them covers the operations of tomorrow as well. */
export const OPERATIONS = Object.values(contracts);

export const isOperator = ({ caller }: Contract): boolean => caller === 'operator';
export const isForHolders = ({ caller }: Contract): boolean => caller === 'certificate-holder';
export const takesSession = needsSession;

/** A request to an operation. */
export type Sample = {
  readonly method: Method;
  readonly path: string;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** The request of a contract's example; `params` and `query` replace what the example has. */
export function sampleOf(
  { method, path, example }: Contract,
  changes: { params?: Readonly<Record<string, string>>; query?: Readonly<Record<string, string>> } = {},
): Sample {
  const params = { ...example.params, ...changes.params };
  const query = new URLSearchParams({ ...example.query, ...changes.query }).toString();
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));

  const headers = Object.fromEntries(Object.entries(example.headers ?? {}).map(([name, value]) => [headerName(name), value]));

  return { method, path: query === '' ? filled : `${filled}?${query}`, body: example.body, headers };
}

/** Who sends it: the token of a session, and for those who present one a certificate. */
type Sender = {
  readonly token?: string | undefined;
  readonly identity?: ClientIdentity;
  readonly headers?: Readonly<Record<string, string>>;
};

/**
 * Sends a request as the contract's caller would: signed to operator routes, with certificate or token elsewhere. Whatever comes back
 * must be declared: what the API documentation does not name, no client can expect.
 */
export async function send(
  contract: Contract,
  { method, path, body, headers: own = {} }: Sample,
  { token, identity, headers: added = {} }: Sender = {},
): Promise<Answer> {
  const headers = { ...own, ...added };
  const answer = isOperator(contract)
    ? await signedCall(method, path, { body, headers })
    : await call(method, path, {
        body,
        headers,
        token: takesSession(contract) ? token : undefined,
        identity: isForHolders(contract) ? identity : undefined,
      });

  expect(declaredAnswers(contract), `${contract.id} answered`).toContain(
    answer.status < 400 ? String(answer.status) : `${answer.status} ${answer.body['code']}`,
  );

  return answer;
}

function declaredAnswers(contract: Contract): string[] {
  return [...Object.keys(contract.replies), ...problemsOf(contract).map((code) => `${PROBLEMS[code]} ${code}`)];
}
