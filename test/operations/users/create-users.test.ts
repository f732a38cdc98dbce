import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import type { createUsers, listUsers } from '../../../functions/contracts/users.ts';
import { call } from '../../support/api.ts';
import { distinctMailTo } from '../../support/mailbox.ts';
import { addedPerson, createGroup, type Person, people, subscribedTenant } from '../../support/people.ts';
import { eventsOf, settled } from '../../support/settled.ts';
import { recordedOperations, storedItems } from '../../support/stored.ts';

type Created = z.output<(typeof createUsers.replies)[201]>;
type Users = z.output<(typeof listUsers.replies)[200]>;

const create = ({ token }: Person, users: unknown, headers = {}) =>
  call<Created>('POST', '/users/batch-create', { token, body: { users }, headers });
const listed = async ({ token }: Person) => (await call<Users>('GET', '/users', { token })).body;

describe('created', () => {
  it('U-2 one user or twenty in one request, in the order given, without a confirmation', async () => {
    const { master } = await subscribedTenant();
    const [first, second] = [await createGroup(master, '経理'), await createGroup(master, '総務')];
    const rows = [...people(first, 12), ...people(second, 8)];

    const one = await create(master, people(first, 1));
    const twenty = await create(master, rows);

    expect([one.status, twenty.status]).toEqual([201, 201]);
    expect([one.body.remaining, twenty.body.remaining]).toEqual([99, 79]);
    expect(twenty.body.users).toEqual(
      rows.map(({ name, email, groupId }) => ({
        userId: expect.stringMatching(/^[1-9]\d{9}$/),
        name,
        email,
        role: 'user',
        group: { groupId, name: groupId === first ? '経理' : '総務' },
        emailStatus: 'ok',
        authenticatorRegistered: false,
        loginStatus: 'invited',
        transactionStatus: 'unset',
        certificate: { status: 'none' },
        version: 1,
      })),
    );
    expect(await listed(master)).toMatchObject({
      users: expect.arrayContaining([...one.body.users, ...twenty.body.users]),
      remaining: 79,
    });
  });

  it('U-2 by a user administrator, also into another group than the own', async () => {
    const { master } = await subscribedTenant();
    const person = await addedPerson(master, await createGroup(master, '管理', { userAdministration: true }));
    const other = await createGroup(master, '経理');

    const { status, body } = await create(person, people(other, 1));

    expect(status).toBe(201);
    expect(body).toMatchObject({ users: [{ group: { groupId: other } }], remaining: 98 });
  });

  it('with IDs of 10 digits that nobody else has, in any tenant', async () => {
    const tenants = await Promise.all([subscribedTenant(), subscribedTenant()]);
    const userIds: string[] = [];

    for (const { master } of tenants) {
      const { body } = await create(master, people(await createGroup(master, '全員'), 20));
      userIds.push(master.userId, ...body.users.map(({ userId }) => userId));
    }

    expect(new Set(userIds).size).toBe(42);
    for (const userId of userIds) expect(userId).toMatch(/^[1-9]\d{9}$/);
    // Claimed over all tenants, and for good.
    expect(storedItems('LOGIN_ID#').map(({ userId }) => userId)).toEqual(expect.arrayContaining(userIds));
  });

  it('with the name trimmed, 64 characters long at most, whatever else it holds', async () => {
    const { master } = await subscribedTenant();
    const groupId = await createGroup(master, '全員');
    const names = [' 青葉　花子 ', '𠮷'.repeat(64), `<b>O'Brien</b> & "Söhne"`];

    const { status, body } = await create(
      master,
      names.map((name) => ({ ...people(groupId, 1)[0], name })),
    );

    expect(status).toBe(201);
    expect(body.users.map(({ name }) => name)).toEqual(['青葉　花子', '𠮷'.repeat(64), `<b>O'Brien</b> & "Söhne"`]);
  });

  it('R-4 H-2 U-4 told by one event per user, of IDs only, and recorded once with all of them', async () => {
    const { tenantId, master } = await subscribedTenant();
    const groupId = await createGroup(master, '経理');
    const { body } = await create(master, people(groupId, 3));

    const events = await eventsOf(tenantId, 'user-added');

    expect(events).toHaveLength(3);
    expect(events).toEqual(
      expect.arrayContaining(
        body.users.map(({ userId }) =>
          expect.objectContaining({
            tenantId,
            aggregate: { id: userId, version: 1 },
            data: { userId, groupId, actorUserId: master.userId },
          }),
        ),
      ),
    );
    expect(recordedOperations(tenantId)).toContainEqual(
      expect.objectContaining({
        operation: 'createUsers',
        result: 'done',
        userId: master.userId,
        subjects: body.users.map(({ userId }) => userId),
      }),
    );
  });

  it('R-3 once, with one mail each, when the request is repeated with its Idempotency-Key', async () => {
    const { master } = await subscribedTenant();
    const rows = people(await createGroup(master, '経理'), 2);
    const key = { 'idempotency-key': 'users-once' };

    const first = await create(master, rows, key);
    const second = await create(master, rows, key);

    expect(second).toMatchObject({ status: 201, body: first.body });
    expect((await listed(master)).remaining).toBe(98);
    await settled();
    for (const { email } of rows) expect(await distinctMailTo(email)).toHaveLength(1);
  });

  it('U-3 up to the 100th, but not beyond: the batch that does not fit is refused whole', async () => {
    const { master } = await subscribedTenant();
    const groupId = await createGroup(master, '全員');
    for (let batch = 0; batch < 4; batch++) await create(master, people(groupId, 20));
    expect((await create(master, people(groupId, 19))).body.remaining).toBe(1);

    const tooMany = await create(master, people(groupId, 2));
    const last = await create(master, people(groupId, 1));
    const beyond = await create(master, people(groupId, 1));

    expect(tooMany).toMatchObject({ status: 409, body: { code: 'limit-reached' } });
    expect(last).toMatchObject({ status: 201, body: { remaining: 0 } });
    expect(beyond).toMatchObject({ status: 409, body: { code: 'limit-reached' } });
    expect((await listed(master)).users).toHaveLength(101);
    expect((await call('GET', '/subscription', { token: master.token })).body).toMatchObject({ remainingUsers: 0 });
  });
});
