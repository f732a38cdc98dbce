import { beforeAll, describe, expect, it } from 'vitest';
import type { ProblemCode } from '../../../functions/contracts/problems.ts';
import { advanceClock, call, expectProblem, local } from '../../support/api.ts';
import {
  addedPeople,
  addedPerson,
  createGroup,
  LOGIN_PASSWORD,
  logIn,
  type Person,
  people,
  subscribedTenant,
} from '../../support/people.ts';
import { eventsOf, settled } from '../../support/settled.ts';
import { itemsOf, recordedOperations, storedItems } from '../../support/stored.ts';

type Users = { users: { userId: string }[]; remaining: number };

const remove = ({ token }: Person, userIds: unknown) => call('POST', '/users/batch-delete', { token, body: { userIds } });
const listed = async ({ token }: Person) => (await call<Users>('GET', '/users', { token })).body;

/** What the table still holds of somebody, but for what is to stay: histories, events, and the ID that is never used again. */
function leftOf(tenantId: string, id: string): string[] {
  return itemsOf(tenantId)
    .filter((item) => JSON.stringify(item).includes(id))
    .map(({ PK }) => PK.split('#')[0] ?? '')
    .filter((entity) => !['LOGIN_HISTORY', 'OPERATION_HISTORY', 'OUTBOX'].includes(entity));
}

describe('deleted', () => {
  it('U-8 H-2 at once: no session, no login, the seat is free; told and recorded', async () => {
    const { tenantId, master } = await subscribedTenant();
    const groupId = await createGroup(master, '管理', { userAdministration: true });
    const [admin, person] = (await addedPeople(master, groupId, 2)) as [Person, Person];

    const { status, body } = await remove(admin, [person.userId]);

    expect([status, body]).toEqual([200, { deletedUserIds: [person.userId] }]);
    expectProblem(await call('GET', '/me', { token: person.token }), 'unauthenticated', 401);
    expectProblem(await logIn(person.userId, LOGIN_PASSWORD), 'authentication-failed', 401);
    expect(await listed(master)).toMatchObject({ users: [{ userId: master.userId }, { userId: admin.userId }], remaining: 99 });
    expect(await eventsOf(tenantId, 'user-deleted')).toMatchObject([
      { aggregate: { id: person.userId }, data: { userId: person.userId, groupId, actorUserId: admin.userId } },
    ]);
    expect(recordedOperations(tenantId)).toContainEqual(
      expect.objectContaining({ operation: 'deleteUsers', userId: admin.userId, subjects: [person.userId] }),
    );
  });

  it('U-8 S-11 leaves no item behind: not of the user, the session, the password or a kept reply; the ID stays taken', async () => {
    const { tenantId, master } = await subscribedTenant();
    const groupId = await createGroup(master, '管理', { userAdministration: true });
    const person = await addedPerson(master, groupId);
    await call('POST', '/users/batch-create', {
      token: person.token,
      body: { users: people(groupId, 1) },
      headers: { 'idempotency-key': 'by-someone-gone' },
    });
    await settled();
    expect(new Set(leftOf(tenantId, person.userId))).toEqual(
      new Set(['SUBSCRIPTION', 'USER', 'CREDENTIALS', 'SESSION', 'IDEMPOTENCY', 'LOGIN_ID']),
    );

    await remove(master, [person.userId]);
    await settled();

    expect(leftOf(tenantId, person.userId)).toEqual([]);
    expect(storedItems(`LOGIN_ID#${person.userId}`)).toEqual([{ PK: `LOGIN_ID#${person.userId}`, SK: 'LOGIN_ID' }]);
    expectProblem(await logIn(person.userId, LOGIN_PASSWORD), 'authentication-failed', 401);
  });

  it('G-5 S-11 a group of 100 people in one transaction, of which nothing is left a little later', async () => {
    const { tenantId, master } = await subscribedTenant();
    const groupId = await createGroup(master, '大所帯');
    for (let batch = 0; batch < 5; batch++) {
      await call('POST', '/users/batch-create', { token: master.token, body: { users: people(groupId, 20) } });
    }
    expect((await listed(master)).remaining).toBe(0);

    const { body } = await call('POST', '/groups/batch-delete', { token: master.token, body: { groupIds: [groupId] } });

    expect(body['deletedUserIds']).toHaveLength(100);
    expect((await listed(master)).remaining).toBe(100);
    await advanceClock('PT10M');
    expect(storedItems(`USER#${tenantId}#`)).toEqual([]);
    expect(storedItems(`CREDENTIALS#${tenantId}#`)).toEqual([]);
    expect(storedItems(`GROUP#${tenantId}#`)).toEqual([]);
    expect(await eventsOf(tenantId, 'user-deleted')).toHaveLength(100);
    const { executions } = await local<{ executions: { name: string; status: string; input: unknown }[] }>('GET', '/executions');
    expect(executions.filter(({ input }) => JSON.stringify(input).includes(tenantId))).toMatchObject([{ status: 'SUCCEEDED' }]);
  });
});

describe('refused whole, with nothing changed', () => {
  let master: Person;
  let admin: Person;
  let person: Person;

  beforeAll(async () => {
    ({ master } = await subscribedTenant());
    const groupId = await createGroup(master, '管理', { userAdministration: true });
    [admin, person] = (await addedPeople(master, groupId, 2)) as [Person, Person];
  });

  async function expectRefusal(actor: Person, userIds: unknown, code: ProblemCode, status: number, pointers: string[][]) {
    const before = await listed(master);

    const errors = expectProblem(await remove(actor, userIds), code, status);

    expect(errors.map(({ pointer, code: field }) => [pointer, field])).toEqual(pointers);
    expect({ ...(await listed(master)), asOf: '' }).toEqual({ ...before, asOf: '' });
  }

  it('U-9 for the own ID, and for the master’s by anyone', async () => {
    await expectRefusal(admin, [person.userId, admin.userId], 'self-restriction', 403, [['/userIds/1', 'own-id']]);
    await expectRefusal(admin, [master.userId, person.userId], 'self-restriction', 403, [['/userIds/0', 'master-user']]);
    await expectRefusal(master, [person.userId, master.userId], 'self-restriction', 403, [['/userIds/1', 'own-id']]);
  });

  it('U-8 R-1 when one is not there or is another tenant’s', async () => {
    const { master: stranger } = await subscribedTenant();
    const foreign = await addedPerson(stranger, await createGroup(stranger, '他社'));

    await expectRefusal(master, [foreign.userId, person.userId, '1000000000'], 'not-found', 404, [
      ['/userIds/0', 'unknown-user'],
      ['/userIds/2', 'unknown-user'],
    ]);
    expect((await call('GET', '/me', { token: foreign.token })).status).toBe(200);
  });

  it('for none, 101, the same twice, and what is no ID', async () => {
    const many = Array.from({ length: 101 }, (_, n) => String(1_000_000_000 + n));

    await expectRefusal(master, [], 'invalid-request', 400, [['/userIds', 'too-small']]);
    await expectRefusal(master, many, 'invalid-request', 400, [['/userIds', 'too-big']]);
    await expectRefusal(master, [person.userId, person.userId], 'invalid-request', 400, [['/userIds/1', 'duplicate']]);
    await expectRefusal(master, ['0123456789', null], 'invalid-request', 400, [
      ['/userIds/0', 'invalid-format'],
      ['/userIds/1', 'invalid-type'],
    ]);
  });
});
