import { beforeAll, describe, expect, it } from 'vitest';
import { call, expectProblem } from '../../support/api.ts';
import { addedPerson, createGroup, LOGIN_PASSWORD, logIn, type Person, people, subscribedTenant } from '../../support/people.ts';
import { eventsOf } from '../../support/settled.ts';
import { recordedOperations } from '../../support/stored.ts';

const ADMINISTERS = { userAdministration: true };
const remove = ({ token }: Person, groupIds: unknown) => call('POST', '/groups/batch-delete', { token, body: { groupIds } });
const remaining = async ({ token }: Person) => ({
  groups: (await call('GET', '/groups', { token })).body['remaining'],
  users: (await call('GET', '/users', { token })).body['remaining'],
});

let tenantId: string;
let master: Person;
let admin: Person;
let adminGroup: string;

beforeAll(async () => {
  ({ tenantId, master } = await subscribedTenant());
  adminGroup = await createGroup(master, '管理', ADMINISTERS);
  admin = await addedPerson(master, adminGroup);
});

describe('deleted', () => {
  it('G-5 U-8 H-2 with the members, at once: no session, no login, seats and name free; told and recorded', async () => {
    const before = await remaining(master);
    const [first, second] = [await createGroup(master, '経理'), await createGroup(master, '営業')];
    const person = await addedPerson(master, first);
    await call('POST', '/users/batch-create', { token: master.token, body: { users: people(second, 2) } });

    const { status, body } = await remove(admin, [second, first]);

    expect(status).toBe(200);
    expect(body).toMatchObject({ deletedGroupIds: [second, first] });
    const deletedUserIds = body['deletedUserIds'] as string[];
    expect(deletedUserIds).toHaveLength(3);
    expect(deletedUserIds.at(-1)).toBe(person.userId);

    expectProblem(await call('GET', '/me', { token: person.token }), 'unauthenticated', 401);
    expectProblem(await logIn(person.userId, LOGIN_PASSWORD), 'authentication-failed', 401);
    expectProblem(await call('GET', `/groups/${first}`, { token: master.token }), 'not-found', 404);
    expectProblem(await call('GET', `/users/${person.userId}`, { token: master.token }), 'not-found', 404);
    expect(await remaining(master)).toEqual(before);
    expect(await createGroup(master, '経理')).not.toBe(first);

    const groupsTold = await eventsOf(tenantId, 'group-deleted');
    const usersTold = await eventsOf(tenantId, 'user-deleted');
    expect(groupsTold.map(({ data }) => data['groupId']).toSorted()).toEqual([first, second].toSorted());
    expect(usersTold.map(({ data }) => data['userId']).toSorted()).toEqual(deletedUserIds.toSorted());
    expect(usersTold.find(({ data }) => data['userId'] === person.userId)).toMatchObject({
      data: { groupId: first, actorUserId: admin.userId },
    });
    expect(recordedOperations(tenantId)).toContainEqual(
      expect.objectContaining({ operation: 'deleteGroups', userId: admin.userId, subjects: [second, first, ...deletedUserIds] }),
    );
  });

  it('R-3 once, when the request is repeated with its Idempotency-Key', async () => {
    const groupId = await createGroup(master, '一度');
    const send = () =>
      call('POST', '/groups/batch-delete', {
        token: master.token,
        body: { groupIds: [groupId] },
        headers: { 'idempotency-key': 'delete-once' },
      });

    const first = await send();

    expect(first.status).toBe(200);
    expect(await send()).toMatchObject({ status: 200, body: first.body });
    expectProblem(await remove(master, [groupId]), 'not-found', 404);
  });
});

describe('refused whole, with nothing changed', () => {
  let groupId: string;

  beforeAll(async () => {
    groupId = await createGroup(master, '残る');
  });

  async function expectRefusal(
    actor: Person,
    groupIds: unknown,
    ...[code, status]: Parameters<typeof expectProblem> extends [unknown, ...infer R] ? R : never
  ) {
    const before = await remaining(master);

    const errors = expectProblem(await remove(actor, groupIds), code, status);

    expect(await remaining(master)).toEqual(before);
    expect((await call('GET', `/groups/${groupId}`, { token: master.token })).status).toBe(200);

    return errors.map(({ pointer, code: field }) => [pointer, field]);
  }

  it('G-7 when a user administrator names the own group; the master may delete it', async () => {
    expect(await expectRefusal(admin, [groupId, adminGroup], 'self-restriction', 403)).toEqual([['/groupIds/1', 'own-group']]);

    const other = await createGroup(master, '別の管理', ADMINISTERS);
    const person = await addedPerson(master, other);
    expect((await remove(admin, [other])).body).toMatchObject({ deletedUserIds: [person.userId] });
  });

  it('G-5 R-1 when one of the groups is not there or is another tenant’s', async () => {
    const { master: stranger } = await subscribedTenant();
    const foreign = await createGroup(stranger, '他社');

    expect(await expectRefusal(master, ['nosuchgroup1', groupId, foreign], 'not-found', 404)).toEqual([
      ['/groupIds/0', 'unknown-group'],
      ['/groupIds/2', 'unknown-group'],
    ]);
    expect((await call('GET', `/groups/${foreign}`, { token: stranger.token })).status).toBe(200);
  });

  it('for none, 101, the same twice, and what is no ID', async () => {
    const many = Array.from({ length: 101 }, (_, n) => `g${n}`);

    expect(await expectRefusal(master, [], 'invalid-request', 400)).toEqual([['/groupIds', 'too-small']]);
    expect(await expectRefusal(master, many, 'invalid-request', 400)).toEqual([['/groupIds', 'too-big']]);
    expect(await expectRefusal(master, [groupId, 'x', groupId], 'invalid-request', 400)).toEqual([['/groupIds/2', 'duplicate']]);
    expect(await expectRefusal(master, [groupId, 'a/b', 7], 'invalid-request', 400)).toEqual([
      ['/groupIds/1', 'invalid-format'],
      ['/groupIds/2', 'invalid-type'],
    ]);
  });

  it('G-5 by whoever does not administer users', async () => {
    const person = await addedPerson(master, groupId);

    expectProblem(await remove(person, [groupId]), 'permission-denied', 403);
    expect((await call('GET', `/groups/${groupId}`, { token: master.token })).status).toBe(200);
  });
});
