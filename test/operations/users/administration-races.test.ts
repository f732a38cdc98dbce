import { describe, expect, it } from 'vitest';
import { type Answer, call } from '../../support/api.ts';
import {
  addedPeople,
  addedPerson,
  confirmation,
  createGroup,
  type Person,
  people,
  subscribedTenant,
} from '../../support/people.ts';
import { untilAnswered, warmUp } from '../../support/races.ts';
import { eventsOf } from '../../support/settled.ts';

type User = { userId: string; group?: { groupId: string }; name: string; version: number };
type Users = { users: User[]; remaining: number };

const ADMINISTERS = { userAdministration: true };

const post = ({ token }: Person, path: string, body: object, key: string) =>
  call<Record<string, unknown>>('POST', path, { token, body, headers: { 'idempotency-key': key } });
const move = (actor: Person, users: object[]) => untilAnswered((key) => post(actor, '/users/batch-update', { users }, key));
const remove = (actor: Person, userIds: string[]) => untilAnswered((key) => post(actor, '/users/batch-delete', { userIds }, key));
const close = (actor: Person, groupIds: string[]) =>
  untilAnswered((key) => post(actor, '/groups/batch-delete', { groupIds }, key));
const listed = async ({ token }: Person) => (await call<Users>('GET', '/users', { token })).body;
const statuses = (answers: Answer<unknown>[]) => answers.map(({ status }) => status).toSorted();

/** Two administrators and six people in a group of their own. */
async function company() {
  const { tenantId, master } = await subscribedTenant();
  const administrators = await createGroup(master, '管理', ADMINISTERS);
  const [first, second] = (await addedPeople(master, administrators, 2)) as [Person, Person];
  const [from, to] = [await createGroup(master, '前'), await createGroup(master, '後')];
  await call('POST', '/users/batch-create', { token: master.token, body: { users: people(from, 6) } });
  const staff = (await listed(master)).users.filter(({ group }) => group?.groupId === from);
  for (const send of [move, remove, close]) await warmUp(() => send(master, []));

  return { tenantId, master, first, second, administrators, from, to, staff };
}

/** What must be so whatever happened: each live user in one live group, seats and lists agree, every deletion told once. */
async function expectOrder(tenantId: string, master: Person, before: number) {
  const { users, remaining } = await listed(master);
  const { groups } = (
    await call<{ groups: { groupId: string; members: { userId: string }[]; memberCount: number }[] }>('GET', '/groups', {
      token: master.token,
    })
  ).body;
  const added = users.slice(1);

  expect(remaining).toBe(100 - added.length);
  expect(groups.flatMap(({ members }) => members.map(({ userId }) => userId)).toSorted()).toEqual(
    added.map(({ userId }) => userId).toSorted(),
  );
  for (const { userId, group } of added) {
    expect(groups.find(({ groupId }) => groupId === group?.groupId)?.members.map((member) => member.userId)).toContain(userId);
  }
  const told = (await eventsOf(tenantId, 'user-deleted')).map(({ data }) => data['userId']);
  expect(told).toHaveLength(before - added.length);
  expect(new Set(told).size).toBe(told.length);
}

describe('two administrators at once', () => {
  it('U-5 edit the same people: one edit of each version, none lost', async () => {
    const { tenantId, master, first, second, staff } = await company();
    const rows = (name: string) => staff.map(({ userId, version }) => ({ userId, version, name }));

    const answers = await Promise.all([move(first, rows('一人目')), move(second, rows('二人目'))]);

    expect(statuses(answers)).toEqual([200, 409]);
    const names = (await listed(master)).users.filter(({ userId }) => staff.some((person) => person.userId === userId));
    expect(new Set(names.map(({ name }) => name)).size).toBe(1);
    expect(await eventsOf(tenantId, 'user-updated')).toHaveLength(6);
    await expectOrder(tenantId, master, 8);
  });

  it('U-8 delete overlapping people: each goes once, and a batch that comes too late changes nothing', async () => {
    const { tenantId, master, first, second, staff } = await company();
    const ids = staff.map(({ userId }) => userId);

    const answers = await Promise.all([remove(first, ids.slice(0, 4)), remove(second, ids.slice(2))]);

    expect(statuses(answers)).toEqual([200, 404]);
    expect((await listed(master)).remaining).toBe(96);
    await expectOrder(tenantId, master, 8);
  });

  it('G-5 U-5 delete a group and move people into it: nobody ends up in a group that is gone', async () => {
    const { tenantId, master, first, second, staff, to } = await company();
    const rows = staff.map(({ userId, version }) => ({ userId, version, groupId: to }));

    const [closed, moved] = await Promise.all([close(first, [to]), move(second, rows)]);

    expect(closed.status).toBe(200);
    expect([200, 404]).toContain(moved.status);
    expect((await listed(master)).remaining).toBe(moved.status === 200 ? 98 : 92);
    await expectOrder(tenantId, master, 8);
  });

  it('U-9 delete each other: one of them stays', async () => {
    const { tenantId, master, first, second } = await company();

    const answers = await Promise.all([remove(first, [second.userId]), remove(second, [first.userId])]);

    expect(statuses(answers)).toEqual([200, 401]);
    await expectOrder(tenantId, master, 8);
  });

  it('G-8 edit the same group: one edit, and the other is told', async () => {
    const { master, first, second, from } = await company();
    const edit = async (actor: Person, name: string) => {
      const body = { name, permissions: {}, version: 1, confirmation: await confirmation(actor, 'updateGroup') };

      return () => call('PUT', `/groups/${from}`, { token: actor.token, body });
    };
    const [one, other] = [await edit(first, '一つ目'), await edit(second, '二つ目')];

    const answers = await Promise.all([one(), other()]);

    expect(statuses(answers)).toEqual([200, 409]);
    expect((await call('GET', `/groups/${from}`, { token: master.token })).body).toMatchObject({ version: 2 });
  });
});

it('G-9 an administrator whose right is withdrawn during the request has done it before or not at all', async () => {
  const { master } = await subscribedTenant();
  const administrators = await createGroup(master, '管理', ADMINISTERS);
  const admin = await addedPerson(master, administrators);
  const spare = await createGroup(master, '予備');
  const body = {
    name: '管理',
    permissions: {},
    version: 1,
    confirmation: await confirmation(master, 'updateGroup'),
  };
  await warmUp(() => close(admin, []));

  const [withdrawn, closed] = await Promise.all([
    call('PUT', `/groups/${administrators}`, { token: master.token, body }),
    close(admin, [spare]),
  ]);

  expect(withdrawn.status).toBe(200);
  expect([200, 403]).toContain(closed.status);
  expect((await call('GET', `/groups/${spare}`, { token: master.token })).status).toBe(closed.status === 200 ? 404 : 200);
});
