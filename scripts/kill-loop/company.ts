import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client, Mail } from './client.ts';

/** What was acknowledged to a company: it must all be there in the end, and nothing else. */
export type Acknowledged = {
  readonly tenantId: string;
  readonly masterUserId: string;
  /** By operation, those with an Idempotency-Key. */
  readonly requests: Record<string, number>;
  readonly groupIds: string[];
  /** Mail addresses by user ID, the master's included. */
  readonly users: Map<string, string>;
};

const LOGIN_PASSWORD = 'Mizu-24w8';
const TRANSACTION_PASSWORD = 'Kazo-13x7';

const GROUPS = 2;
const USERS_AT_ONCE = 3;
const PATIENCE_MS = 60_000;

/** Lets a new company apply, make groups and add people, one request after the other. */
export async function foundCompany({ call, local }: Client, keep: (company: Acknowledged) => void): Promise<void> {
  const tenantId = `k-${randomUUID().slice(0, 13)}`;
  const email = `${tenantId}@example.co.jp`;

  const { representative } = await call<{ representative: { userId: string } }>({
    method: 'PUT',
    path: `/operator/tenants/${tenantId}`,
    body: registration(email),
  });
  const { userId } = representative;
  const company: Acknowledged = {
    tenantId,
    masterUserId: userId,
    requests: { registerTenant: 1 },
    groupIds: [],
    users: new Map([[userId, email]]),
  };
  keep(company);

  const acknowledge = (operation: string): void => {
    company.requests[operation] = (company.requests[operation] ?? 0) + 1;
  };
  const post = async <Body>(operation: string, path: string, token: string, body: unknown): Promise<Body> => {
    const answer = await call<Body>({ method: 'POST', path, token, body });
    acknowledge(operation);

    return answer;
  };
  const logIn = async (password: string): Promise<string> => {
    const body = { loginId: userId, password, client: 'web' };

    return (await call<{ token: string }>({ method: 'POST', path: '/sessions', body })).token;
  };

  const temporary = await mailedLine({ local }, email, 'Temporary login password');
  const passwords = { transactionPassword: TRANSACTION_PASSWORD, loginPassword: LOGIN_PASSWORD };
  await post('setUpInitially', '/me/initial-setup', await logIn(temporary), passwords);

  const token = await logIn(LOGIN_PASSWORD);
  const { terms } = await call<{ terms: { version: string } }>({ method: 'GET', path: '/subscription', token });
  await post('subscribe', '/subscription', token, { acceptedTerms: terms.version, certificates: false });

  for (let number = 1; number <= GROUPS; number++) {
    const earlier = await tokenLines({ local }, email);
    await post('sendMailToken', '/me/mail-tokens', token, { operation: 'createGroup' });
    const mailToken = await mailedLine({ local }, email, 'Mail token', earlier);

    const { groupId } = await post<{ groupId: string }>('createGroup', '/groups', token, {
      name: `グループ${number}`,
      permissions: {},
      confirmation: { transactionPassword: TRANSACTION_PASSWORD, mailToken },
    });
    company.groupIds.push(groupId);

    const { users } = await post<{ users: { userId: string; email: string }[] }>('createUsers', '/users/batch-create', token, {
      users: people(groupId),
    });
    for (const user of users) company.users.set(user.userId, user.email);
  }
}

function registration(email: string) {
  const account = { branchCode: '101', branchName: '本店', accountNumber: '1000088', name: '口座', representative: true };

  return {
    name: '株式会社つづく',
    phoneNumber: '03-5550-9876',
    language: 'ja',
    representative: { name: '続 太郎', email, birthDate: '1975-04-01' },
    accounts: [account],
  };
}

function people(groupId: string) {
  return Array.from({ length: USERS_AT_ONCE }, () => {
    const id = randomUUID().slice(0, 13);

    return { name: `ユーザー ${id}`, email: `${id}@example.co.jp`, groupId };
  });
}

/** Waits for a mail with a line `Mail token: 123456` that was not among the earlier ones, and answers its value. */
async function mailedLine(
  { local }: Pick<Client, 'local'>,
  address: string,
  label: string,
  earlier: readonly string[] = [],
): Promise<string> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await delay(50)) {
    const value = (await lines({ local }, address, label)).find((one) => !earlier.includes(one));
    if (value !== undefined) return value;
  }

  throw new Error(`No mail to ${address} has a new line "${label}: …"`);
}

function tokenLines(client: Pick<Client, 'local'>, address: string): Promise<string[]> {
  return lines(client, address, 'Mail token');
}

async function lines({ local }: Pick<Client, 'local'>, address: string, label: string): Promise<string[]> {
  const { messages } = await local<{ messages: Mail[] }>('GET', `/mailbox?to=${encodeURIComponent(address)}`);
  const line = new RegExp(`^${label}: (.+)$`, 'm');

  return messages.flatMap(({ text }) => line.exec(text)?.[1] ?? []);
}
