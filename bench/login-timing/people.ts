import { randomUUID } from 'node:crypto';
import type { LocalCloud } from '../../local/cloud.ts';
import { callAsOperator } from '../../local/operator.ts';

const LOGIN_PASSWORD = 'Mizu-24w8';
const TRANSACTION_PASSWORD = 'Kazo-13x7';
const WRONG = 'Wrong-99x';

/** Failed logins that must not be told apart, by what is wrong with them; each answers how long it took, in ms. */
export type FailedLogins = Readonly<Record<'unknown ID' | 'wrong password' | 'locked' | 'reset', () => Promise<number>>>;

/** What a benchmark does with a local run. */
export type People = {
  readonly failedLogins: FailedLogins;
  /** Ends the row of wrong passwords before it locks, and the minute in which failures are limited. */
  startAnew(): Promise<void>;
};

/** Makes the people who log in, each in a company of their own. */
export async function peopleOf(cloud: LocalCloud): Promise<People> {
  const [active, locked, reset] = [await activeUser(cloud), await activeUser(cloud), await activeUser(cloud)];
  for (let time = 1; time <= 5; time++) await timedFailure(cloud, locked.userId);
  await operator(cloud, 'POST', `${reset.tenantId}/recovery`, { resetLoginPassword: true, reason: 'Benchmark' });

  return {
    failedLogins: {
      'unknown ID': () => timedFailure(cloud, '9999999999'),
      'wrong password': () => timedFailure(cloud, active.userId),
      locked: () => timedFailure(cloud, locked.userId),
      reset: () => timedFailure(cloud, reset.userId),
    },
    startAnew: async () => {
      await cloud.clock.advance(61_000);
      await logIn(cloud, active.userId, LOGIN_PASSWORD);
    },
  };
}

/** A representative with everything set up. */
async function activeUser(cloud: LocalCloud): Promise<{ userId: string; tenantId: string }> {
  const tenantId = `b-${randomUUID().slice(0, 13)}`;
  const email = `${tenantId}@example.co.jp`;
  const account = { branchCode: '101', branchName: '本店', accountNumber: '1000088', name: '口座', representative: true };
  const { representative } = await operator<{ representative: { userId: string } }>(cloud, 'PUT', tenantId, {
    name: '株式会社はかる',
    representative: { name: '計 太郎', email, birthDate: '1975-04-01' },
    accounts: [account],
  });
  const { userId } = representative;

  await cloud.idle();
  const { messages } = await answer<{ messages: { text: string }[] }>(fetch(`${cloud.url}/_local/mailbox?to=${email}`));
  const [, temporary = ''] = /^Temporary login password: (.+)$/m.exec(messages[0]?.text ?? '') ?? [];
  const { token } = await logIn(cloud, userId, temporary);
  const body = { transactionPassword: TRANSACTION_PASSWORD, loginPassword: LOGIN_PASSWORD };
  await answer(post(cloud, '/me/initial-setup', body, { authorization: `Bearer ${token}` }));

  return { userId, tenantId };
}

async function logIn(cloud: LocalCloud, loginId: string, password: string): Promise<{ token: string }> {
  return answer(post(cloud, '/sessions', { loginId, password, client: 'web' }));
}

async function timedFailure(cloud: LocalCloud, loginId: string): Promise<number> {
  const begun = performance.now();
  const response = await post(cloud, '/sessions', { loginId, password: WRONG, client: 'web' });
  await response.arrayBuffer();
  const took = performance.now() - begun;

  if (response.status !== 401) throw new Error(`A failed login answered ${response.status}`);

  return took;
}

function post(cloud: LocalCloud, path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`${cloud.url}/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

function operator<Body>(cloud: LocalCloud, method: 'PUT' | 'POST', path: string, body: unknown): Promise<Body> {
  const url = `${cloud.url}/v1/operator/tenants/${path}`;

  return answer(callAsOperator({ method, url, region: cloud.assembly.region, body }));
}

async function answer<Body>(response: Promise<Response>): Promise<Body> {
  const { ok, status, url, ...rest } = await response.then(async (got) => ({
    ok: got.ok,
    status: got.status,
    url: got.url,
    text: await got.text(),
  }));
  if (!ok) throw new Error(`${url} answered ${status} ${rest.text}`);

  return (rest.text === '' ? undefined : JSON.parse(rest.text)) as Body;
}
