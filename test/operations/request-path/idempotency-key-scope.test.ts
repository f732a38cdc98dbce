import { describe, expect, it } from 'vitest';
import { call, expectProblem } from '../../support/api.ts';
import { addedPerson, confirmation, createGroup, type Person, people, subscribedTenant } from '../../support/people.ts';

type Caller = Pick<Person, 'token'>;

const KEY = 'order-4711';

const post = ({ token }: Caller, path: string, body: object, key = KEY) =>
  call('POST', path, { token, body, headers: { 'idempotency-key': key } });

const addUsers = (caller: Caller, users: object[], key = KEY) => post(caller, '/users/batch-create', { users }, key);

const userCount = async ({ token }: Caller) => (await call<{ users: unknown[] }>('GET', '/users', { token })).body.users.length;

describe('an Idempotency-Key used before', () => {
  it('R-3 is refused with another body, and nothing happens', async () => {
    const { master } = await subscribedTenant();
    const groupId = await createGroup(master, '照会');
    await addUsers(master, people(groupId, 1));

    expectProblem(await addUsers(master, people(groupId, 1)), 'idempotency-key-reused', 422);

    expect(await userCount(master)).toBe(2);
  });

  it('R-3 serves another user and another operation all the same', async () => {
    const { master } = await subscribedTenant();
    const groupId = await createGroup(master, '管理', { userAdministration: true });
    const administrator = await addedPerson(master, groupId);
    const users = people(groupId, 1);

    const mine = await addUsers(master, users);
    const theirs = await addUsers(administrator, users);
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(mine.body).not.toEqual(theirs.body);
    expect(await userCount(master)).toBe(4);

    const group = { name: '照会', permissions: {}, confirmation: await confirmation(master, 'createGroup') };
    expect((await post(master, '/groups', group)).status).toBe(201);
  });

  it('R-1 R-3 serves another tenant all the same', async () => {
    const [one, other] = [await subscribedTenant(), await subscribedTenant()];
    const bodies = [];

    for (const { master } of [one, other]) {
      const group = { name: '照会', permissions: {}, confirmation: await confirmation(master, 'createGroup') };
      bodies.push((await post(master, '/groups', group)).body);
    }

    expect(bodies[0]?.['groupId']).not.toBe(bodies[1]?.['groupId']);
  });

  it('R-3 by a request that was refused serves the corrected one', async () => {
    const { master } = await subscribedTenant();
    const groupId = await createGroup(master, '照会');
    const [user] = people(groupId, 1);

    expectProblem(await addUsers(master, [{ ...user, name: ' ' }]), 'rule-violation', 422);
    expectProblem(await addUsers(master, [{ ...user, groupId: 'g0000000000x' }]), 'not-found', 404);
    expectProblem(await addUsers(master, [{ ...user, surprise: 1 }]), 'invalid-request', 400);
    expect((await addUsers(master, [user ?? {}])).status).toBe(201);

    const group = { name: '承認', permissions: {} };
    const given = await confirmation(master, 'createGroup');
    expectProblem(
      await post(master, '/groups', { ...group, confirmation: { ...given, transactionPassword: 'x' } }),
      'confirmation-failed',
      403,
    );
    expect((await post(master, '/groups', { ...group, confirmation: given })).status).toBe(201);
  });

  it('R-3 is no way past the session check', async () => {
    const { master } = await subscribedTenant();
    const users = people(await createGroup(master, '照会'), 1);
    await addUsers(master, users);
    await call('DELETE', '/sessions/current', { token: master.token });

    expectProblem(await addUsers(master, users), 'unauthenticated', 401);
  });
});

describe('an Idempotency-Key of a wrong form', () => {
  it.each([
    ['of 65 characters', 'x'.repeat(65)],
    ['with a blank', 'a b'],
    ['with a letter beyond ASCII', 'é'],
    ['that is empty', ''],
  ])('R-3 is refused: %s', async (_, key) => {
    const { master } = await subscribedTenant();

    const errors = expectProblem(
      await post(master, '/me/mail-tokens', { operation: 'createGroup' }, key),
      'invalid-request',
      400,
    );

    expect(errors).toMatchObject([{ pointer: '/header/idempotency-key', code: 'invalid-format' }]);
  });

  it('R-3 but 1 and 64 visible characters are taken, and reading ignores any', async () => {
    const { master } = await subscribedTenant();

    for (const key of ['!', '~'.repeat(64), 'a#b|c', '__proto__']) {
      expect((await post(master, '/me/mail-tokens', { operation: 'createGroup' }, key)).status, key).toBe(202);
    }
    expect((await call('GET', '/me', { token: master.token, headers: { 'idempotency-key': 'x'.repeat(65) } })).status).toBe(200);
  });
});
