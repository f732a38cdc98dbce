import { beforeAll, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import type { listUsers } from '../../../functions/contracts/users.ts';
import { call, expectProblem, local } from '../../support/api.ts';
import {
  addedPeople,
  addedPerson,
  createGroup,
  type Person,
  people,
  registeredTenant,
  setUp,
  subscribedTenant,
} from '../../support/people.ts';

type Users = z.output<(typeof listUsers.replies)[200]>;

const list = (token: string | undefined, query = '') => call<Users>('GET', `/users${query}`, { token });
const idsOf = ({ body }: { body: Users }) => body.users.map(({ userId }) => userId);

let master: Person;
let administration: string;
let accounting: string;
let empty: string;
let administrators: Person[];
let accountants: string[];

beforeAll(async () => {
  ({ master } = await subscribedTenant());
  administration = await createGroup(master, '管理', { userAdministration: true });
  accounting = await createGroup(master, '経理');
  empty = await createGroup(master, '空き');
  administrators = await addedPeople(master, administration, 2);

  const { body } = await call<Users>('POST', '/users/batch-create', {
    token: master.token,
    body: { users: people(accounting, 3) },
  });
  accountants = body.users.map(({ userId }) => userId);
});

describe('answered', () => {
  it('U-1 with the master first, then every added user with group, statuses and version', async () => {
    const { status, body } = await list(master.token);
    const [first, ...others] = body.users;

    expect(status).toBe(200);
    expect(first).toMatchObject({ userId: master.userId, role: 'master', loginStatus: 'active', transactionStatus: 'active' });
    expect(first).not.toHaveProperty('group');
    expect(others).toHaveLength(5);
    for (const [ids, group, passwords] of [
      [administrators.map(({ userId }) => userId), { groupId: administration, name: '管理' }, 'active'],
      [accountants, { groupId: accounting, name: '経理' }, 'unset'],
    ] as const) {
      for (const userId of ids) {
        expect(others).toContainEqual({
          userId,
          name: expect.any(String),
          email: expect.stringContaining('@'),
          role: 'user',
          group,
          emailStatus: 'ok',
          authenticatorRegistered: false,
          loginStatus: passwords === 'active' ? 'active' : 'invited',
          transactionStatus: passwords,
          certificate: { status: 'none' },
          version: 1,
        });
      }
    }
  });

  it('U-1 U-3 with how many can still be added, the master not counted, and as of when', async () => {
    const before = (await local<{ now: string }>('GET', '/clock')).now;
    const { asOf, remaining } = (await list(master.token)).body;
    const after = (await local<{ now: string }>('GET', '/clock')).now;

    expect(remaining).toBe(95);
    expect([before, asOf, after].toSorted()).toEqual([before, asOf, after]);
  });

  it('U-1 filtered by group, without the master, who is in none', async () => {
    expect(idsOf(await list(master.token, `?groupId=${accounting}`)).toSorted()).toEqual(accountants.toSorted());
    expect((await list(master.token, `?groupId=${empty}`)).body).toMatchObject({ users: [], remaining: 95 });
  });

  it('U-1 each user as getUser shows it', async () => {
    const { users } = (await list(master.token)).body;

    for (const user of users) expect((await call('GET', `/users/${user.userId}`, { token: master.token })).body).toEqual(user);
  });

  it('the same to a user administrator as to the master', async () => {
    expect((await list(administrators[0]?.token)).body.users).toEqual((await list(master.token)).body.users);
  });

  it('R-1 with nobody of another tenant', async () => {
    const other = await subscribedTenant();
    const theirs = await addedPerson(other.master, await createGroup(other.master, '他社'));

    expect(idsOf(await list(other.master.token))).toEqual([other.master.userId, theirs.userId]);
    expect(idsOf(await list(master.token))).not.toContain(theirs.userId);
  });
});

describe('refused', () => {
  it('R-1 for the group of another tenant, as for one that never was', async () => {
    const other = await subscribedTenant();
    const theirs = await createGroup(other.master, '他社');

    for (const groupId of [theirs, 'g7Hq2LmZ0aXc', 'constructor']) {
      expectProblem(await list(master.token, `?groupId=${groupId}`), 'not-found', 404);
    }
  });

  it.each([
    ['?groupId=', '/query/groupId', 'invalid-format'],
    ['?groupId=a%20b', '/query/groupId', 'invalid-format'],
    ['?groupId=a&groupId=b', '/query/groupId', 'invalid-type'],
    ['?group=a', '/query/group', 'unknown-field'],
  ])('for the query %s', async (query, pointer, code) => {
    expect(expectProblem(await list(master.token, query), 'invalid-request', 400)).toMatchObject([{ pointer, code }]);
  });

  it('to whoever lacks userAdministration', async () => {
    const person = await addedPerson(master, await createGroup(master, '照会', { important: true, history: true }));

    expectProblem(await list(person.token), 'permission-denied', 403);
  });

  it('before the tenant has applied', async () => {
    const representative = await setUp((await registeredTenant()).email);

    expectProblem(await list(representative.token), 'not-subscribed', 409);
  });

  it('without a session', async () => {
    expectProblem(await list(undefined), 'unauthenticated', 401);
  });
});
