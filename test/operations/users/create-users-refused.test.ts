import { beforeAll, describe, expect, it } from 'vitest';
import type { ProblemCode } from '../../../functions/contracts/problems.ts';
import { call, expectProblem } from '../../support/api.ts';
import { mailTo } from '../../support/mailbox.ts';
import {
  addedPerson,
  createGroup,
  type Person,
  people,
  registeredTenant,
  setUp,
  subscribedTenant,
} from '../../support/people.ts';
import { eventsOf, settled } from '../../support/settled.ts';
import { storedItems } from '../../support/stored.ts';

let tenantId: string;
let master: Person;
let groupId: string;

beforeAll(async () => {
  ({ tenantId, master } = await subscribedTenant());
  groupId = await createGroup(master, '経理');
});

const create = (token: string | undefined, users: unknown) => call('POST', '/users/batch-create', { token, body: { users } });

/** A row that is right but for what is changed. */
const row = (changes: object = {}) => ({ ...people(groupId, 1)[0], ...changes });

/** Expects the refusal, and that nobody was added, invited or told about. */
async function expectRefusal(users: unknown, code: ProblemCode, status: number) {
  const errors = expectProblem(await create(master.token, users), code, status);

  await settled();
  expect((await call('GET', '/users', { token: master.token })).body).toMatchObject({
    users: [{ userId: master.userId }],
    remaining: 100,
  });
  expect(storedItems(`USER#${tenantId}#`)).toEqual([]);
  expect(storedItems(`CREDENTIALS#${tenantId}#`)).toEqual([]);
  expect(await eventsOf(tenantId, 'user-added')).toEqual([]);
  for (const { email } of Array.isArray(users) ? users : []) {
    if (typeof email === 'string') expect(await mailTo(email)).toEqual([]);
  }

  return errors.map((error) => [error.pointer, error.code]);
}

describe('refused whole, with nothing changed', () => {
  it('U-2 for no user at all, and for 21', async () => {
    expect(await expectRefusal([], 'invalid-request', 400)).toEqual([['/users', 'too-small']]);
    expect(await expectRefusal(people(groupId, 21), 'invalid-request', 400)).toEqual([['/users', 'too-big']]);
  });

  it('U-2 when one row is malformed, with a pointer to every wrong field', async () => {
    const { name, ...nameless } = row();
    const rows = [row(), nameless, row({ email: 7 }), row({ role: 'master' }), row({ groupId: 'not an ID' }), 'nobody'];

    expect(await expectRefusal(rows, 'invalid-request', 400)).toEqual([
      ['/users/1/name', 'required'],
      ['/users/2/email', 'invalid-type'],
      ['/users/3/role', 'unknown-field'],
      ['/users/4/groupId', 'invalid-format'],
      ['/users/5', 'invalid-type'],
    ]);
  });

  it('when the request is no list of users', async () => {
    expect(await expectRefusal({ 0: row() }, 'invalid-request', 400)).toEqual([['/users', 'invalid-type']]);
    expect(await expectRefusal(undefined, 'invalid-request', 400)).toEqual([['/users', 'required']]);
  });

  it.each([
    ['no @', 'hanako.example.co.jp'],
    ['no domain', 'hanako@'],
    ['a quoted local part', '"hanako"@example.co.jp'],
    ['a name in front', 'Hanako <hanako@example.co.jp>'],
    ['two addresses', 'hanako@example.co.jp,taro@example.co.jp'],
    ['a line break and a header', 'hanako@example.co.jp\r\nBcc: eve@example.com'],
    ['a line feed at the end', 'hanako@example.co.jp\n'],
    ['Japanese in front of the @', '花子@example.co.jp'],
    ['a Japanese domain', 'hanako@例え.jp'],
    ['letters that look like others', 'hаnako@example.co.jp'],
    ['255 characters', `${'a'.repeat(64)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example.jp`],
    ['a null character', 'hanako\u0000@example.co.jp'],
  ])('for an address with %s', async (_what, email) => {
    const errors = await expectRefusal([row(), row({ email })], 'invalid-request', 400);

    expect(errors.map(([pointer]) => pointer)).toContain('/users/1/email');
  });

  it.each([
    ['a line feed', '青葉\n花子', 'name-characters'],
    ['a carriage return', '青葉\r花子', 'name-characters'],
    ['a line separator', '青葉\u2028花子', 'name-characters'],
    ['text that runs backwards', '青葉\u202e花子', 'name-characters'],
    ['a null character', '青葉\u0000花子', 'name-characters'],
    ['nothing but blanks', ' 　 ', 'name-empty'],
    ['65 characters', 'あ'.repeat(65), 'name-too-long'],
  ])('for a name with %s', async (_what, name, code) => {
    const errors = await expectRefusal([row(), row({ name }), row({ name })], 'rule-violation', 422);

    expect(errors).toEqual([
      ['/users/1/name', code],
      ['/users/2/name', code],
    ]);
  });

  it('R-1 for a group that is not there or belongs to another tenant, with a pointer to each such row', async () => {
    const other = await subscribedTenant();
    const theirs = await createGroup(other.master, '他社');
    const rows = [row(), row({ groupId: theirs }), row({ groupId: 'g7Hq2LmZ0aXc' }), row({ groupId: 'constructor' })];

    expect(await expectRefusal(rows, 'not-found', 404)).toEqual([
      ['/users/1/groupId', 'unknown-group'],
      ['/users/2/groupId', 'unknown-group'],
      ['/users/3/groupId', 'unknown-group'],
    ]);
    expect((await call('GET', '/groups', { token: other.master.token })).body).toMatchObject({ groups: [{ memberCount: 0 }] });
  });
});

describe('refused', () => {
  it('to whoever lacks userAdministration, whatever else the group has', async () => {
    const other = await subscribedTenant();
    const important = await createGroup(other.master, '重要', { important: true, securitySettings: true });
    const person = await addedPerson(other.master, important);

    expectProblem(await create(person.token, people(important, 1)), 'permission-denied', 403);
  });

  it('before the tenant has applied', async () => {
    const representative = await setUp((await registeredTenant()).email);

    expectProblem(await create(representative.token, people(groupId, 1)), 'not-subscribed', 409);
  });

  it('without a session', async () => {
    expectProblem(await create(undefined, people(groupId, 1)), 'unauthenticated', 401);
  });
});
