import { beforeAll, describe, expect, it } from 'vitest';
import type { ProblemCode } from '../../../functions/contracts/problems.ts';
import { call, expectProblem } from '../../support/api.ts';
import { distinctMailTo, mailed } from '../../support/mailbox.ts';
import {
  addedPeople,
  addedPerson,
  confirmation,
  createGroup,
  LOGIN_PASSWORD,
  logIn,
  type Person,
  people,
  setUp,
  subscribedTenant,
} from '../../support/people.ts';
import { eventsOf, settled } from '../../support/settled.ts';
import { recordedOperations } from '../../support/stored.ts';

type User = {
  userId: string;
  name: string;
  email: string;
  group?: { groupId: string; name: string };
  loginStatus: string;
  version: number;
};

const ADMINISTERS = { userAdministration: true };

let tenantId: string;
let master: Person;
let admin: Person;
let hanako: Person;
let adminGroup: string;
let keiri: string;
let eigyo: string;

beforeAll(async () => {
  ({ tenantId, master } = await subscribedTenant());
  adminGroup = await createGroup(master, '管理', ADMINISTERS);
  keiri = await createGroup(master, '経理');
  eigyo = await createGroup(master, '営業');
  admin = await addedPerson(master, adminGroup);
  hanako = await addedPerson(master, keiri);
});

const newAddress = () => `new-${crypto.randomUUID().slice(0, 13)}@example.co.jp`;
const read = async (userId: string) => (await call<User>('GET', `/users/${userId}`, { token: master.token })).body;
const update = (actor: Person, users: unknown, given?: object) =>
  call<{ users: User[] }>('POST', '/users/batch-update', {
    token: actor.token,
    body: { users, ...(given && { confirmation: given }) },
  });
const row = async (userId: string, changes: object) => ({ userId, version: (await read(userId)).version, ...changes });
const subjectsTo = async (address: string) => (await distinctMailTo(address)).map(({ subject }) => subject);
const CHANGED = '【ビジネスID管理】メールアドレスが変更されました';

async function invited(groupId: string): Promise<{ userId: string; email: string; password: string }> {
  const users = people(groupId, 1);
  await call('POST', '/users/batch-create', { token: master.token, body: { users } });
  const email = users[0]?.email ?? '';

  return { userId: await mailed(email, 'User ID'), email, password: await mailed(email, 'Temporary login password') };
}

describe('edited', () => {
  it('U-5 H-2 several people at once: names and groups; told, recorded, and nobody is mailed', async () => {
    const person = await addedPerson(master, keiri);
    const mailsBefore = await subjectsTo(person.email);

    const { status, body } = await update(admin, [
      await row(hanako.userId, { name: ' 青葉 花子 ' }),
      await row(person.userId, { groupId: eigyo }),
    ]);

    expect(status).toBe(200);
    expect(body.users).toMatchObject([
      { userId: hanako.userId, name: '青葉 花子', group: { groupId: keiri }, version: 2 },
      { userId: person.userId, group: { groupId: eigyo, name: '営業' }, version: 2 },
    ]);
    expect(await Promise.all(body.users.map(({ userId }) => read(userId)))).toEqual(body.users);
    expect(await eventsOf(tenantId, 'user-updated')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          aggregate: { id: hanako.userId, version: 2 },
          data: { userId: hanako.userId, changed: ['name'], actorUserId: admin.userId },
        }),
        expect.objectContaining({
          data: { userId: person.userId, changed: ['group'], groupId: eigyo, actorUserId: admin.userId },
        }),
      ]),
    );
    expect(recordedOperations(tenantId)).toContainEqual(
      expect.objectContaining({ operation: 'updateUsers', subjects: [hanako.userId, person.userId] }),
    );
    expect(await subjectsTo(person.email)).toEqual(mailsBefore);
  });

  it('U-5 a row that says what is so already changes nothing and tells nobody', async () => {
    const { name, email, group, version } = await read(hanako.userId);
    const told = await eventsOf(tenantId, 'user-updated');

    const { status, body } = await update(master, [{ userId: hanako.userId, version, name, email, groupId: group?.groupId }]);

    expect([status, body.users[0]?.version]).toEqual([200, version]);
    expect(await eventsOf(tenantId, 'user-updated')).toEqual(told);
  });

  it('G-9 a move counts from the next request on, both ways', async () => {
    const person = await addedPerson(master, eigyo);
    expectProblem(await call('GET', '/groups', { token: person.token }), 'permission-denied', 403);

    await update(master, [await row(person.userId, { groupId: adminGroup })]);
    expect((await call('GET', '/groups', { token: person.token })).status).toBe(200);

    await update(master, [await row(person.userId, { groupId: eigyo })]);
    expectProblem(await call('GET', '/groups', { token: person.token }), 'permission-denied', 403);
  });

  it('U-11 a new mail address is told to the old and to the new one, which neither mail names', async () => {
    const person = await addedPerson(master, eigyo);
    const email = newAddress();

    expect((await update(admin, [await row(person.userId, { email })])).body.users).toMatchObject([{ email }]);
    await settled();

    expect(await subjectsTo(person.email)).toContain(CHANGED);
    expect(await subjectsTo(email)).toEqual([CHANGED]);
    for (const { subject, text, html } of [...(await distinctMailTo(person.email)), ...(await distinctMailTo(email))]) {
      if (subject === CHANGED) expect(`${text}${html}`).not.toMatch(new RegExp(`${email}|${person.email}`));
    }
    expect((await call('GET', '/me', { token: person.token })).body).toMatchObject({ email });
  });

  it('U-5 whoever has not set up is invited again at the new address; the earlier password and session end', async () => {
    const person = await invited(eigyo);
    const stranger = await logIn(person.userId, person.password);
    const email = newAddress();

    await update(admin, [await row(person.userId, { email })]);
    const password = await mailed(email, 'Temporary login password');

    expect(password).not.toBe(person.password);
    expect(await subjectsTo(person.email)).toContain(CHANGED);
    expectProblem(await call('GET', '/me', { token: stranger.body.token }), 'unauthenticated', 401);
    expectProblem(await logIn(person.userId, person.password), 'authentication-failed', 401);
    expect(await setUp(email)).toMatchObject({ userId: person.userId });
  });

  it('U-5 a name alone invites nobody again', async () => {
    const person = await invited(eigyo);

    await update(admin, [await row(person.userId, { name: '別の名' })]);
    await settled();

    expect(await distinctMailTo(person.email)).toHaveLength(1);
    expect((await logIn(person.userId, person.password)).status).toBe(201);
  });

  it('U-10 the master edits the own name, and the own address with a confirmation', async () => {
    const { master: own } = await subscribedTenant();
    const email = newAddress();
    const version = async () => (await call<User>('GET', `/users/${own.userId}`, { token: own.token })).body.version;

    expect((await update(own, [{ userId: own.userId, version: await version(), name: '青葉 次郎' }])).status).toBe(200);
    const edit = [{ userId: own.userId, version: await version(), email }];
    expectProblem(await update(own, edit), 'confirmation-required', 403);
    expectProblem(await update(own, edit, { transactionPassword: 'Wrong-1', mailToken: '000000' }), 'confirmation-failed', 403);
    expect((await update(own, edit, await confirmation(own, 'updateUsers'))).status).toBe(200);

    expect((await call('GET', '/me', { token: own.token })).body).toMatchObject({ name: '青葉 次郎', email });
    expect((await logIn(own.userId, LOGIN_PASSWORD)).status).toBe(201);
  });

  it('U-5 U-6 a user administrator changes the own address with a confirmation and moves within the right', async () => {
    const other = await createGroup(master, '別の管理', ADMINISTERS);
    const person = await addedPerson(master, adminGroup);
    const edit = async () => [await row(person.userId, { email: newAddress(), groupId: other })];

    expectProblem(await update(person, await edit()), 'confirmation-required', 403);
    expect((await update(person, await edit(), await confirmation(person, 'updateUsers'))).status).toBe(200);

    expect((await call('GET', '/me', { token: person.token })).body).toMatchObject({ group: { groupId: other } });
  });

  it('U-5 twenty people in one request', async () => {
    const { master: own } = await subscribedTenant();
    const from = await createGroup(own, '前');
    const to = await createGroup(own, '後');
    await call('POST', '/users/batch-create', { token: own.token, body: { users: people(from, 20) } });
    const { users } = (await call<{ users: User[] }>('GET', '/users', { token: own.token })).body;

    const moved = users.slice(1).map(({ userId, version }) => ({ userId, version, groupId: to, email: newAddress() }));
    const { status, body } = await update(own, moved);

    expect([status, body.users.map(({ group }) => group?.groupId)]).toEqual([200, Array(20).fill(to)]);
  });
});

describe('refused whole, with nothing changed', () => {
  async function expectRefusal(actor: Person, users: object[], code: ProblemCode, status: number, pointers: string[][]) {
    const before = await Promise.all([hanako, admin, master].map(({ userId }) => read(userId)));
    const told = await eventsOf(tenantId, 'user-updated');

    const errors = expectProblem(await update(actor, users), code, status);

    expect(errors.map(({ pointer, code: field }) => [pointer, field])).toEqual(pointers);
    expect(await Promise.all(before.map(({ userId }) => read(userId)))).toEqual(before);
    expect(await eventsOf(tenantId, 'user-updated')).toEqual(told);
  }

  it('U-5 for no row, 21, the same person twice, a missing version, what is no address', async () => {
    const one = await row(hanako.userId, { name: '花' });
    const many = Array.from({ length: 21 }, (_, n) => ({ userId: String(1_000_000_000 + n), version: 1 }));
    const { version: _, ...versionless } = one;
    const quoted = { ...one, email: '"a b"@example.co.jp' };
    const unicode = { ...one, userId: admin.userId, email: 'はなこ@example.co.jp' };

    await expectRefusal(master, [], 'invalid-request', 400, [['/users', 'too-small']]);
    await expectRefusal(master, many, 'invalid-request', 400, [['/users', 'too-big']]);
    await expectRefusal(master, [one, { ...one, groupId: eigyo }], 'invalid-request', 400, [['/users/1/userId', 'duplicate']]);
    await expectRefusal(master, [versionless], 'invalid-request', 400, [['/users/0/version', 'required']]);
    await expectRefusal(master, [quoted, unicode], 'invalid-request', 400, [
      ['/users/0/email', 'invalid-format'],
      ['/users/1/email', 'invalid-format'],
    ]);
  });

  it('U-5 when one row is stale, and when a name cannot be one', async () => {
    const stale = { ...(await row(hanako.userId, { name: '花' })), version: 99 };
    const broken = await row(hanako.userId, { name: 'a\nb' });
    const own = await row(admin.userId, { name: '良い名' });

    await expectRefusal(master, [own, stale], 'version-conflict', 409, [['/users/1/version', 'stale-version']]);
    await expectRefusal(master, [own, broken], 'rule-violation', 422, [['/users/1/name', 'name-characters']]);
  });

  it('R-1 when somebody or a group is not there, was deleted, or is another tenant’s', async () => {
    const [gone] = await addedPeople(master, eigyo, 1);
    await call('POST', '/users/batch-delete', { token: master.token, body: { userIds: [gone?.userId] } });
    const { master: stranger } = await subscribedTenant();
    const foreign = await createGroup(stranger, '他社');

    await expectRefusal(
      master,
      [
        { userId: gone?.userId, version: 1, name: 'x' },
        { userId: stranger.userId, version: 1, name: 'x' },
        await row(hanako.userId, { groupId: foreign }),
      ],
      'not-found',
      404,
      [
        ['/users/0/userId', 'unknown-user'],
        ['/users/1/userId', 'unknown-user'],
        ['/users/2/groupId', 'unknown-group'],
      ],
    );
  });

  it('U-10 when a user administrator edits the master, and when the master would join a group', async () => {
    const name = await row(master.userId, { name: '乗っ取り' });
    const group = await row(master.userId, { groupId: adminGroup });

    await expectRefusal(admin, [await row(hanako.userId, { name: '花' }), name], 'permission-denied', 403, [
      ['/users/1/userId', 'master-only'],
    ]);
    await expectRefusal(master, [group], 'rule-violation', 422, [['/users/0/groupId', 'master-has-no-group']]);
  });

  it('U-6 when a user administrator leaves the groups with the right', async () => {
    await expectRefusal(admin, [await row(admin.userId, { groupId: keiri })], 'self-restriction', 403, [
      ['/users/0/groupId', 'group-needs-user-administration'],
    ]);
  });
});
