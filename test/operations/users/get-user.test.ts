import { beforeAll, describe, expect, it } from 'vitest';
import { call, expectProblem } from '../../support/api.ts';
import { addedPerson, createGroup, type Person, registeredTenant, setUp, subscribedTenant } from '../../support/people.ts';

const read = (token: string | undefined, userId: string) => call('GET', `/users/${encodeURIComponent(userId)}`, { token });

let master: Person;
let person: Person;
let groupId: string;

beforeAll(async () => {
  ({ master } = await subscribedTenant());
  groupId = await createGroup(master, '管理', { userAdministration: true });
  person = await addedPerson(master, groupId);
});

describe('answered', () => {
  it('U-1 with everything the list shows, for an added user', async () => {
    const { status, body } = await read(master.token, person.userId);

    expect(status).toBe(200);
    expect(body).toEqual({
      userId: person.userId,
      name: expect.stringMatching(/^ユーザー /),
      email: person.email,
      role: 'user',
      group: { groupId, name: '管理' },
      emailStatus: 'ok',
      authenticatorRegistered: false,
      loginStatus: 'active',
      transactionStatus: 'active',
      certificate: { status: 'none' },
      version: 1,
    });
  });

  it('U-1 for the master, who is in no group', async () => {
    const { body } = await read(person.token, master.userId);

    expect(body).toMatchObject({ userId: master.userId, name: '青葉 太郎', email: master.email, role: 'master' });
    expect(body).not.toHaveProperty('group');
  });

  it('the same to a user administrator as to the master', async () => {
    for (const userId of [master.userId, person.userId]) {
      expect((await read(person.token, userId)).body).toEqual((await read(master.token, userId)).body);
    }
  });
});

describe('refused', () => {
  it('R-1 for the users of another tenant, master or added, as for an ID that nobody has', async () => {
    const other = await subscribedTenant();
    const theirs = await addedPerson(other.master, await createGroup(other.master, '他社'));

    for (const userId of [other.master.userId, theirs.userId, '1000000000']) {
      expectProblem(await read(master.token, userId), 'not-found', 404);
      expectProblem(await read(person.token, userId), 'not-found', 404);
    }
    expect((await read(other.master.token, theirs.userId)).status).toBe(200);
  });

  it.each(['0123456789', '123456789', '12345678901', '12345 6789', '１２３４５６７８９０', '__proto__'])(
    'for %j, which is no user ID, with a pointer to it',
    async (malformed) => {
      const errors = expectProblem(await read(master.token, malformed), 'invalid-request', 400);

      expect(errors).toMatchObject([{ pointer: '/path/userId', code: 'invalid-format' }]);
    },
  );

  it('to whoever lacks userAdministration, even for the own ID', async () => {
    const plain = await addedPerson(master, await createGroup(master, '照会', { important: true, history: true }));

    expectProblem(await read(plain.token, plain.userId), 'permission-denied', 403);
  });

  it('before the tenant has applied', async () => {
    const representative = await setUp((await registeredTenant()).email);

    expectProblem(await read(representative.token, representative.userId), 'not-subscribed', 409);
  });

  it('without a session', async () => {
    expectProblem(await read(undefined, person.userId), 'unauthenticated', 401);
  });
});
