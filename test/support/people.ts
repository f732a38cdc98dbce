import { randomUUID } from 'node:crypto';
import { call, operator } from './api.ts';
import { mailed, mailTo } from './mailbox.ts';

/** Passwords that meet C-1 and C-3 for anyone: no run of four that digits, hexadecimal IDs or hyphens could make up. */
export const LOGIN_PASSWORD = 'Mizu-24w8';
export const TRANSACTION_PASSWORD = 'Kazo-13x7';

export const ACCOUNTS = ['101-1000088', '101-1000096', '205-2000041'] as const;

/** Somebody logged in, with everything set up. */
export type Person = { readonly userId: string; readonly email: string; readonly token: string };

export type TestTenant = { readonly tenantId: string; readonly representativeUserId: string; readonly email: string };

export type Registration = ReturnType<typeof registration>;

/** What the bank sends to register a tenant. */
export function registration(email: string) {
  return {
    name: 'アオバ商事株式会社',
    phoneNumber: '03-5550-9876',
    language: 'ja' as 'ja' | 'en',
    representative: { name: '青葉 太郎', email, birthDate: '1975-04-01' },
    accounts: ACCOUNTS.map((accountId, index) => {
      const [branchCode = '', accountNumber = ''] = accountId.split('-');

      return { branchCode, branchName: '本店営業部', accountNumber, name: `口座${index + 1}`, representative: index === 0 };
    }),
  };
}

/** A tenant of its own for one test, so that tests never meet. */
export async function registeredTenant(changes: Partial<Registration> = {}): Promise<TestTenant> {
  const tenantId = `t-${randomUUID().slice(0, 13)}`;
  const email = `${tenantId}@example.co.jp`;

  const { status, body } = await operator<{ representative: { userId: string } }>('PUT', `/operator/tenants/${tenantId}`, {
    ...registration(email),
    ...changes,
  });
  if (status !== 201) throw new Error(`registerTenant answered ${status} ${JSON.stringify(body)}`);

  return { tenantId, representativeUserId: body.representative.userId, email };
}

export async function logIn(loginId: string, password: string, client: 'web' | 'mobile' = 'web') {
  return call<{
    token: string;
    expiresAt: string;
    requiredActions: string[];
    user: { userId: string; role: string };
    previousLoginAt?: string;
  }>('POST', '/sessions', { body: { loginId, password, client } });
}

/** The same person with a new session: whoever comes back later logs in again. */
export async function loggedInAgain<P extends Person>(person: P): Promise<P> {
  return { ...person, token: (await logIn(person.userId, LOGIN_PASSWORD)).body.token };
}

/** First login with the mailed temporary password, and the initial set-up (C-4). */
export async function setUp(email: string): Promise<Person> {
  const userId = await mailed(email, 'User ID');
  const { body } = await logIn(userId, await mailed(email, 'Temporary login password'));

  const done = await call('POST', '/me/initial-setup', {
    token: body.token,
    body: { transactionPassword: TRANSACTION_PASSWORD, loginPassword: LOGIN_PASSWORD },
  });
  if (done.status !== 204) throw new Error(`setUpInitially answered ${done.status} ${JSON.stringify(done.body)}`);

  return { userId, email, token: body.token };
}

/** Asks for a mail token and answers the confirmation made with it (C-9); `target` is what it is bound to, where something is (C-10). */
export async function confirmation(person: Person, operation: string, target?: object) {
  const earlier = await latestToken(person.email);
  const { status, body } = await call('POST', '/me/mail-tokens', { token: person.token, body: { operation, target } });
  if (status !== 202) throw new Error(`sendMailToken answered ${status} ${JSON.stringify(body)}`);

  return {
    transactionPassword: TRANSACTION_PASSWORD,
    mailToken: await mailed(person.email, 'Mail token', (token) => token !== earlier),
  };
}

/** A tenant whose representative has applied and is the master, logged in. */
export async function subscribedTenant(changes: Partial<Registration> = {}): Promise<TestTenant & { master: Person }> {
  const tenant = await registeredTenant(changes);
  const master = await setUp(tenant.email);
  await subscribe(master);

  return { ...tenant, master };
}

export async function subscribe(master: Person): Promise<void> {
  const { body } = await call<{ terms: { version: string } }>('GET', '/subscription', { token: master.token });
  const applied = await call('POST', '/subscription', {
    token: master.token,
    body: { acceptedTerms: body.terms.version, certificates: false },
  });
  if (applied.status !== 201) throw new Error(`subscribe answered ${applied.status} ${JSON.stringify(applied.body)}`);
}

/** Creates a group and answers its ID. */
export async function createGroup(actor: Person, name: string, permissions: object = {}): Promise<string> {
  const { status, body } = await call<{ groupId: string }>('POST', '/groups', {
    token: actor.token,
    body: { name, permissions, confirmation: await confirmation(actor, 'createGroup') },
  });
  if (status !== 201) throw new Error(`createGroup answered ${status} ${JSON.stringify(body)}`);

  return body.groupId;
}

/** What `createUsers` takes: `count` people with addresses of their own. */
export function people(groupId: string, count: number) {
  return Array.from({ length: count }, () => {
    const id = randomUUID().slice(0, 13);

    return { name: `ユーザー ${id}`, email: `${id}@example.co.jp`, groupId };
  });
}

/** Adds one person to a group, who then logs in and sets everything up. */
export async function addedPerson(actor: Person, groupId: string): Promise<Person> {
  const users = people(groupId, 1);
  const { status, body } = await call('POST', '/users/batch-create', { token: actor.token, body: { users } });
  if (status !== 201) throw new Error(`createUsers answered ${status} ${JSON.stringify(body)}`);

  return setUp(users[0]?.email ?? '');
}

/** Adds so many people to a group at once, who then log in and set everything up. */
export async function addedPeople(actor: Person, groupId: string, count: number): Promise<Person[]> {
  const users = people(groupId, count);
  const { status, body } = await call('POST', '/users/batch-create', { token: actor.token, body: { users } });
  if (status !== 201) throw new Error(`createUsers answered ${status} ${JSON.stringify(body)}`);

  return Promise.all(users.map(({ email }) => setUp(email)));
}

async function latestToken(email: string): Promise<string | undefined> {
  return (await mailTo(email)).map(({ text }) => /^Mail token: (\d+)$/m.exec(text)?.[1]).find((token) => token !== undefined);
}
