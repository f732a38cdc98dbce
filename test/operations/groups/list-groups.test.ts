import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import type { listGroups } from '../../../functions/contracts/groups.ts';
import { call, expectProblem, local } from '../../support/api.ts';
import {
  addedPerson,
  createGroup,
  type Person,
  people,
  registeredTenant,
  setUp,
  subscribedTenant,
} from '../../support/people.ts';

type Groups = z.output<(typeof listGroups.replies)[200]>;

const list = (token: string | undefined) => call<Groups>('GET', '/groups', { token });

/** Adds people and answers them as the list of groups shows members. */
async function members({ token }: Person, groupId: string, count: number) {
  const users = people(groupId, count);
  const { body } = await call<{ users: { userId: string; name: string }[] }>('POST', '/users/batch-create', {
    token,
    body: { users },
  });

  return body.users.map(({ userId, name }) => ({ userId, name }));
}

describe('answered', () => {
  it('with nothing but the room there is, to a tenant that has just applied', async () => {
    const { master } = await subscribedTenant();

    const before = await local<{ now: string }>('GET', '/clock');
    const { status, body } = await list(master.token);
    const after = await local<{ now: string }>('GET', '/clock');

    expect(status).toBe(200);
    expect(body).toEqual({ asOf: expect.any(String), groups: [], remaining: 100 });
    expect([before.now, body.asOf, after.now].toSorted()).toEqual([before.now, body.asOf, after.now]);
  });

  it('G-1 with name, members, member count and version of every group; the master is in none', async () => {
    const { master } = await subscribedTenant();
    const [first, second, third] = [
      await createGroup(master, '振込'),
      await createGroup(master, '照会'),
      await createGroup(master, '空き'),
    ];
    const ofFirst = await members(master, first, 3);
    const ofSecond = await members(master, second, 1);

    const { groups, remaining } = (await list(master.token)).body;

    const shown = new Map(groups.map((group) => [group.groupId, group]));
    expect(groups).toHaveLength(3);
    expect(remaining).toBe(97);
    expect(shown.get(first)).toEqual({
      groupId: first,
      name: '振込',
      members: expect.arrayContaining(ofFirst),
      memberCount: 3,
      version: 1,
    });
    expect(shown.get(first)?.members).toHaveLength(3);
    expect(shown.get(second)).toEqual({ groupId: second, name: '照会', members: ofSecond, memberCount: 1, version: 1 });
    expect(shown.get(third)).toEqual({ groupId: third, name: '空き', members: [], memberCount: 0, version: 1 });
  });

  it('R-1 with the own groups and members only', async () => {
    const [one, other] = [await subscribedTenant(), await subscribedTenant()];
    const ours = await createGroup(one.master, '当社');
    const theirs = await createGroup(other.master, '他社');
    await members(other.master, theirs, 2);

    expect((await list(one.master.token)).body.groups.map(({ groupId }) => groupId)).toEqual([ours]);
    expect((await list(other.master.token)).body.groups).toMatchObject([{ groupId: theirs, memberCount: 2 }]);
  });

  it('to a user administrator as to the master', async () => {
    const { master } = await subscribedTenant();
    const person = await addedPerson(master, await createGroup(master, '管理', { userAdministration: true }));

    const { asOf: _, ...shown } = (await list(person.token)).body;

    expect((await list(master.token)).body).toMatchObject(shown);
    expect(shown.groups).toMatchObject([{ members: [{ userId: person.userId }] }]);
  });
});

describe('refused', () => {
  it('to whoever lacks userAdministration', async () => {
    const { master } = await subscribedTenant();
    const person = await addedPerson(master, await createGroup(master, '照会', { important: true, history: true }));

    expectProblem(await list(person.token), 'permission-denied', 403);
  });

  it('before the tenant has applied', async () => {
    const representative = await setUp((await registeredTenant()).email);

    expectProblem(await list(representative.token), 'not-subscribed', 409);
  });

  it('with a query, because it takes none', async () => {
    const { master } = await subscribedTenant();

    const errors = expectProblem(await call('GET', '/groups?limit=5', { token: master.token }), 'invalid-request', 400);

    expect(errors).toMatchObject([{ pointer: '/query/limit', code: 'unknown-field' }]);
  });

  it('without a session', async () => {
    expectProblem(await list(undefined), 'unauthenticated', 401);
  });
});
