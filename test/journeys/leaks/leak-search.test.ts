import { beforeAll, describe, expect, it } from 'vitest';
import { type Answer, advanceClock, call, local } from '../../support/api.ts';
import { codeOf, enrol, freshCode, verify } from '../../support/authenticators.ts';
import { formsOf, leaksIn } from '../../support/leaks.ts';
import { logsUpTo } from '../../support/logs.ts';
import { type Mail, mailed } from '../../support/mailbox.ts';
import {
  confirmation,
  createGroup,
  LOGIN_PASSWORD,
  logIn,
  type Person,
  people,
  registration,
  setUp,
  subscribedTenant,
  TRANSACTION_PASSWORD,
} from '../../support/people.ts';
import { signedCall } from '../../support/signed-calls.ts';

const TENANT_NAME = 'もれなし商会株式会社';
const PERSON_NAME = '若葉 もれ子';
const GROUP_NAME = 'もれなし部';
const WRONG_PASSWORD = 'Gehe1m+77/q';
const WRONG_CODE = '918273';
/** What a client sends by mistake as a key is kept as a key. */
const SENT_AS_KEY = 'Hako-58k2x';

/** What nobody may find in a log or an event, by what it is. */
const kept: Record<string, string> = {
  'tenant name': TENANT_NAME,
  'name of a person': PERSON_NAME,
  'name of the representative': '青葉 太郎',
  'group name': GROUP_NAME,
  'login password': LOGIN_PASSWORD,
  'transaction password': TRANSACTION_PASSWORD,
  'wrong password': WRONG_PASSWORD,
  'wrong code': WRONG_CODE,
  'secret sent as a key': SENT_AS_KEY,
};

let logged: string;
let events: string;
let deadLetters: string;
let mails: Mail[];

beforeAll(async () => {
  const { master } = await subscribedTenant({ name: TENANT_NAME });
  kept['address of the master'] = master.email;
  keepToken('session of the master', master.token);

  const invited = await addPerson(master, await createGroup(master, GROUP_NAME, { userAdministration: true }));
  const person = await setUp(invited);
  keepToken('session of a person', person.token);

  await wrongSecrets(person, master);
  await secretsInWrongPlaces(person);
  await failuresWithSecrets(master);
  await authenticatorSecrets(person);
  const last = await undeliveredMail(master);

  logged = await logsUpTo(last.headers.get('x-request-id') ?? '');
  events = JSON.stringify(await local('GET', '/events'));
  deadLetters = JSON.stringify(await local('GET', '/dead-letters'));
  mails = (await local<{ messages: Mail[] }>('GET', '/mailbox')).messages;
});

/** Of a token only the secret part is one; its IDs stand in events. */
function keepToken(what: string, token: string): void {
  kept[what] = token.split('.').at(-1) ?? '';
}

async function addPerson({ token }: Person, groupId: string): Promise<string> {
  const users = people(groupId, 1).map((one) => ({ ...one, name: PERSON_NAME }));
  const [{ email } = { email: '' }] = users;
  expect((await call('POST', '/users/batch-create', { token, body: { users } })).status).toBe(201);

  kept['address of a person'] = email;
  kept['temporary password'] = await mailed(email, 'Temporary login password');

  return email;
}

/** Wrong passwords until a lock, and wrong confirmations. */
async function wrongSecrets({ userId, email }: Person, master: Person): Promise<void> {
  for (let time = 1; time <= 6; time++) await logIn(userId, WRONG_PASSWORD);
  await logIn(email, WRONG_PASSWORD);
  await logIn(WRONG_PASSWORD, WRONG_PASSWORD);

  const { token } = master;
  const right = await confirmation(master, 'createGroup');
  kept['mail token'] = right.mailToken;
  const wrongs = [
    { ...right, mailToken: WRONG_CODE },
    { ...right, transactionPassword: WRONG_PASSWORD },
  ];
  for (const given of wrongs) {
    await call('POST', '/groups', { token, body: { name: GROUP_NAME, permissions: {}, confirmation: given } });
  }
}

/** Secrets and names where none is expected: other fields, field names, broken JSON, path, query, headers, tokens. */
async function secretsInWrongPlaces({ token, userId, email }: Person): Promise<void> {
  const password = LOGIN_PASSWORD;
  const bodies = [
    { loginId: password, password: userId, client: WRONG_PASSWORD },
    { loginId: userId, password: { [password]: WRONG_PASSWORD }, client: 'web' },
    { loginId: userId, password: [password], [password]: PERSON_NAME },
    `{"loginId":"${userId}","password":"${password}"`,
    `${password} ${email} ${PERSON_NAME}`,
    JSON.stringify(password),
  ];
  for (const body of bodies) await call('POST', '/sessions', { body });

  for (const forged of [`${token}x`, token.slice(0, -1), `${token}.${password}`, password, encodeURIComponent(PERSON_NAME)]) {
    await call('GET', '/me', { token: forged });
  }
  await call('GET', `/users/${encodeURIComponent(email)}?password=${encodeURIComponent(password)}`, { token });
  await call('GET', `/no-such-path/${encodeURIComponent(PERSON_NAME)}?token=${token}`);
  await call('POST', '/groups', { token, body: { name: password, permissions: { [password]: true }, confirmation: password } });
  await call('POST', '/me/mail-tokens', { token, body: { operation: password }, headers: { 'accept-language': password } });
  await signedCall('PUT', `/operator/tenants/${encodeURIComponent(PERSON_NAME)}`, { body: registration(email) });
}

/** AWS fails while a secret is in the request; its errors quote what was sent. */
async function failuresWithSecrets(master: Person): Promise<void> {
  const { token, userId } = master;
  const failing = async (fault: object, request: () => Promise<unknown>): Promise<void> => {
    await local('POST', '/faults', { service: 'dynamodb', count: 3, fault: 'error', ...fault });
    await request();
    await local('DELETE', '/faults');
  };
  const users = [{ name: PERSON_NAME, email: kept['address of a person'], groupId: GROUP_NAME }];
  const given = await confirmation(master, 'createGroup');
  kept['another mail token'] = given.mailToken;
  const group = { name: `${GROUP_NAME}2`, permissions: {}, confirmation: given };

  await failing({ action: 'TransactWriteItems', operation: 'logIn' }, () => logIn(userId, LOGIN_PASSWORD));
  await failing({ action: 'PutItem', operation: 'logIn', fault: 'throttle' }, () => logIn(userId, LOGIN_PASSWORD));
  await failing({ service: 'kms', action: 'GenerateMac', operation: 'createGroup' }, () =>
    call('POST', '/groups', { token, body: group }),
  );
  await failing({ action: 'TransactWriteItems', operation: 'createGroup', fault: 'crash-before', count: 1 }, () =>
    call('POST', '/groups', { token, body: group, headers: { 'idempotency-key': SENT_AS_KEY } }),
  );
  await failing({ action: 'BatchGetItem', operation: 'createUsers', fault: 'lost-response' }, () =>
    call('POST', '/users/batch-create', { token, body: { users } }),
  );
}

/** An authenticator is enrolled and used, rightly and wrongly, and KMS fails over it. */
async function authenticatorSecrets(person: Person): Promise<void> {
  const { token } = person;
  const create = (authenticatorCode: string) => {
    const given = { transactionPassword: TRANSACTION_PASSWORD, authenticatorCode };
    return call('POST', '/groups', { token, body: { name: GROUP_NAME, permissions: {}, confirmation: given } });
  };
  const { secret, otpauthUri } = await enrol(person);
  Object.assign(kept, { 'authenticator secret': secret, 'otpauth URI': otpauthUri });

  await verify(person, WRONG_CODE);
  expect((await verify(person, await codeOf({ secret }))).status).toBe(204);

  kept['authenticator code'] = await freshCode({ secret });
  await create(WRONG_CODE);
  await local('POST', '/faults', { service: 'kms', action: 'Decrypt', operation: 'createGroup', fault: 'error', count: 3 });
  expect((await create(kept['authenticator code'])).status).toBe(503);
  await local('DELETE', '/faults');
  await create(kept['authenticator code']);
}

/** SES fails for so long that Lambda gives up; what it gives up on goes to the dead letters. */
async function undeliveredMail({ token }: Person): Promise<Answer> {
  await local('POST', '/faults', { service: 'ses', action: 'SendEmail', operation: 'sendMail', fault: 'error', count: 12 });
  const answer = await call('POST', '/me/mail-tokens', { token, body: { operation: 'createGroup' } });
  await advanceClock('PT4M');
  await local('DELETE', '/faults');

  return answer;
}

describe('the search', () => {
  it.each([...formsOf('ひみつ-Gehe1m+77/q')])('finds what is written as %s', (form, written) => {
    expect(leaksIn(`{"level":"ERROR","message":"x${written}y"}`, { planted: 'ひみつ-Gehe1m+77/q' })).toContain(
      `planted as ${form}`,
    );
  });

  it('finds what stands anywhere in something encoded, and codes that stand alone', () => {
    const inside = Buffer.from(`{"loginId":"1453935789","password":"${WRONG_PASSWORD}"}`).toString('base64');

    expect(leaksIn(inside, kept)).toEqual([expect.stringMatching(/^wrong password as base64/), expect.anything()]);
    expect(leaksIn(`tried ${WRONG_CODE}.`, kept)).toContain('wrong code as itself');
    expect(leaksIn(`request 1${WRONG_CODE}`, kept)).toEqual([]);
  });

  it('looks where there is something to find', () => {
    for (const code of ['REQUEST_ANSWERED', 'DEPENDENCY_UNAVAILABLE', 'MAIL_SENT', 'MAIL_NOT_SENT'])
      expect(logged).toContain(code);
    expect(logged).toContain('Runtime exited');
    for (const type of ['credential-locked', 'user-added', 'mail-requested']) expect(events).toContain(type);
    expect(deadLetters).toContain('MailNotSent');
    expect(Object.values(kept).every((text) => text.length >= 5)).toBe(true);
  });
});

describe('C-12 no name, address, password, code or token of anybody is found', () => {
  it('in what the functions logged', () => {
    expect(leaksIn(logged, kept)).toEqual([]);
  });

  it('in an event', () => {
    expect(leaksIn(events, kept)).toEqual([]);
  });

  it('in a dead letter', () => {
    expect(leaksIn(deadLetters, kept)).toEqual([]);
  });

  it('of all those who were mailed in this run: neither an address nor what a mail was about', () => {
    const words = new Set([logged, events, deadLetters].join('\n').split(/[^\w.+-]+/));
    const secrets = mails.flatMap(({ text }) =>
      [...text.matchAll(/^(?:Temporary login password|Mail token): (.+)$/gm)].map(([, secret]) => secret ?? ''),
    );

    expect(secrets.length).toBeGreaterThan(3);
    expect(secrets.filter((secret) => words.has(secret))).toEqual([]);
    for (const place of [logged, events, deadLetters]) expect(place).not.toMatch(/[\w.+-]+(?:@|%40)[\w-]+\.[a-z]/i);
    expect(logged).not.toContain('$argon2');
  });
});
