import { beforeAll, describe, expect, it } from 'vitest';
import { call, local } from '../../support/api.ts';
import { logsUpTo } from '../../support/logs.ts';
import { mailed } from '../../support/mailbox.ts';
import {
  confirmation,
  createGroup,
  LOGIN_PASSWORD,
  type Person,
  people,
  setUp,
  subscribedTenant,
  TRANSACTION_PASSWORD,
} from '../../support/people.ts';
import { settled } from '../../support/settled.ts';
import { everythingStored, recordedOperations, storedItems } from '../../support/stored.ts';

/** A secret of digits alone could stand in a longer number or an ID by chance. */
const traceOf = (secret: string) => (/^\d+$/.test(secret) ? new RegExp(`(?<![\\w.-])${secret}(?![\\w-])`) : new RegExp(secret));

/** What nobody but the person may ever read, and where it came from. */
const secrets: Record<string, string> = {};
/** What only the tenant's own users may read. */
const personal: Record<string, string> = {};

let tenantId: string;
let master: Person;
let person: Person;
let answers: string;
let logs: string;
let events: string;
let stored: string;

// One story, and then a look at everything it left behind.
beforeAll(async () => {
  ({ tenantId, master } = await subscribedTenant({ name: 'ひみつ商会株式会社' }));
  const groupId = await createGroup(master, 'ひみつ部', { userAdministration: true });
  const [row] = people(groupId, 1).map((one) => ({ ...one, name: '若葉 ひみ子' }));
  const email = row?.email ?? '';

  const created = await call('POST', '/users/batch-create', { token: master.token, body: { users: [row] } });
  const read = await call('GET', '/users', { token: master.token });
  secrets['temporary login password'] = await mailed(email, 'Temporary login password');

  person = await setUp(email);
  const confirmed = await confirmation(person, 'createGroup');
  secrets['mail token'] = confirmed.mailToken;
  const group = await call('POST', '/groups', {
    token: person.token,
    body: { name: 'べつの部', permissions: {}, confirmation: confirmed },
  });

  secrets['login password'] = LOGIN_PASSWORD;
  secrets['transaction password'] = TRANSACTION_PASSWORD;
  secrets['session of the user'] = person.token.split('.').at(-1) ?? '';
  secrets['session of the master'] = master.token.split('.').at(-1) ?? '';
  Object.assign(personal, {
    email,
    'address of the master': master.email,
    name: '若葉 ひみ子',
    'tenant name': 'ひみつ商会株式会社',
    'group name': 'ひみつ部',
  });

  await settled();
  answers = JSON.stringify([created.body, read.body, group.body]);
  logs = await logsUpTo(group.headers.get('x-request-id') ?? '');
  events = JSON.stringify(await local('GET', '/events'));
  stored = everythingStored();
});

describe('C-12 no secret is found', () => {
  it('where there is something to find: each place holds what it should of the same story', () => {
    expect(Object.values(secrets).every((secret) => secret.length >= 6)).toBe(true);
    expect(answers).toContain(person.userId);
    expect(logs).toContain('createUsers');
    expect(events).toContain(person.userId);
    for (const text of Object.values(personal)) expect(stored).toContain(text);
  });

  it('in any answer of the API', () => {
    for (const [what, secret] of Object.entries(secrets)) expect(answers, what).not.toMatch(traceOf(secret));
  });

  it('in any log of a function', () => {
    for (const [what, secret] of Object.entries(secrets)) expect(logs, what).not.toMatch(traceOf(secret));
  });

  it('in any event', () => {
    for (const [what, secret] of Object.entries(secrets)) expect(events, what).not.toMatch(traceOf(secret));
  });

  it('in the table or in its stream', () => {
    for (const [what, secret] of Object.entries(secrets)) expect(stored, what).not.toMatch(traceOf(secret));
  });
});

describe('no name and no address is found', () => {
  it('in any log of a function', () => {
    for (const [what, text] of Object.entries(personal)) expect(logs, what).not.toContain(text);
  });

  it('in any event', () => {
    for (const [what, text] of Object.entries(personal)) expect(events, what).not.toContain(text);
  });

  it('in the history, the outbox, or a mail item once its mails are sent', () => {
    const items = ['OUTBOX#', 'MAIL#', `OPERATION_HISTORY#${tenantId}`, `LOGIN_HISTORY#${tenantId}`].flatMap(storedItems);

    expect(items.length).toBeGreaterThan(0);
    for (const [what, text] of Object.entries(personal)) expect(JSON.stringify(items), what).not.toContain(text);
    expect(storedItems('MAIL#').filter((item) => item['tenantId'] === tenantId)).toEqual([]);
  });

  it('C-12 while the records tell by IDs who did what', () => {
    expect(recordedOperations(tenantId).map(({ operation, userId }) => [operation, userId])).toEqual(
      expect.arrayContaining([
        ['createUsers', master.userId],
        ['setUpInitially', person.userId],
        ['createGroup', person.userId],
      ]),
    );
  });
});
