import { beforeAll, describe, expect, it } from 'vitest';
import { call, expectProblem } from '../../support/api.ts';
import { mailTo } from '../../support/mailbox.ts';
import {
  addedPeople,
  addedPerson,
  confirmation,
  createGroup,
  LOGIN_PASSWORD,
  logIn,
  type Person,
  people,
  subscribedTenant,
} from '../../support/people.ts';
import { eventsOf, settled } from '../../support/settled.ts';

const NEW_PASSWORD = 'Hoshi-35k';

let tenantId: string;
let master: Person;
let groupId: string;

beforeAll(async () => {
  ({ tenantId, master } = await subscribedTenant());
  groupId = await createGroup(master, '管理', { userAdministration: true });
});

const statusOf = async (userId: string) => (await call('GET', `/users/${userId}`, { token: master.token })).body;
const setNew = ({ token }: Pick<Person, 'token'>, body: object) => call('PUT', '/me/transaction-password', { token, body });

async function reset(actor: Person, userIds: string[]) {
  const body = { userIds, confirmation: await confirmation(actor, 'resetTransactionPasswords') };

  return call('POST', '/users/transaction-password-resets', { token: actor.token, body });
}

describe('resetTransactionPasswords', () => {
  it('C-8 holds a logged-in user at the very next request, until a new one is set; the session goes on', async () => {
    const [one, two] = (await addedPeople(master, groupId, 2)) as [Person, Person];

    expect((await reset(master, [one.userId, two.userId])).status).toBe(202);

    for (const person of [one, two]) {
      const held = await call('GET', '/groups', { token: person.token });
      expectProblem(held, 'required-action', 403);
      expect(held.body).toMatchObject({ requiredActions: ['set-transaction-password'] });
      expect(await statusOf(person.userId)).toMatchObject({ transactionStatus: 'reset-pending', loginStatus: 'active' });

      expect((await setNew(person, { newPassword: NEW_PASSWORD })).status).toBe(204);
      expect((await call('GET', '/groups', { token: person.token })).status).toBe(200);
      expect(await statusOf(person.userId)).toMatchObject({ transactionStatus: 'active' });
    }
  });

  it('C-8 mails the user and tells core banking; the old password confirms nothing', async () => {
    const person = await addedPerson(master, groupId);
    await reset(master, [person.userId]);
    await settled();

    expect((await mailTo(person.email))[0]?.subject).toBe('【ビジネスID管理】取引パスワードの再設定のお願い');
    expect(await eventsOf(tenantId, 'credential-reset')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          data: { userId: person.userId, credential: 'transaction-password', actorUserId: master.userId },
        }),
      ]),
    );
  });

  it('C-8 after a login as well; the new password differs from the login password and meets the rules', async () => {
    const person = await addedPerson(master, groupId);
    await reset(master, [person.userId]);
    const { body } = await logIn(person.userId, LOGIN_PASSWORD);

    expect(body.requiredActions).toEqual(['set-transaction-password']);
    expect(expectProblem(await setNew(body, { newPassword: LOGIN_PASSWORD }), 'rule-violation', 422)).toMatchObject([
      { pointer: '/newPassword', code: 'passwords-equal' },
    ]);
    expect(expectProblem(await setNew(body, { newPassword: 'a b' }), 'rule-violation', 422)).not.toEqual([]);
    expect((await setNew(body, { newPassword: NEW_PASSWORD })).status).toBe(204);
    expectProblem(await setNew(body, { newPassword: 'Kawa-79x3' }), 'invalid-request', 400);
  });

  it('C-8 unlocks', async () => {
    const person = await addedPerson(master, groupId);
    for (let failure = 0; failure < 5; failure++) {
      await setNew(person, { currentPassword: 'Wrong-99x', newPassword: NEW_PASSWORD });
    }
    expect(await statusOf(person.userId)).toMatchObject({ transactionStatus: 'locked' });
    expectProblem(
      await setNew(person, { currentPassword: 'Wrong-99x', newPassword: NEW_PASSWORD }),
      'transaction-password-locked',
      403,
    );

    await reset(master, [person.userId]);

    expect((await setNew(person, { newPassword: NEW_PASSWORD })).status).toBe(204);
  });

  it('C-8 leaves whoever has never set one with the initial set-up', async () => {
    const users = people(groupId, 1);
    const created = await call<{ users: { userId: string }[] }>('POST', '/users/batch-create', {
      token: master.token,
      body: { users },
    });
    const userId = created.body.users[0]?.userId ?? '';

    expect((await reset(master, [userId])).status).toBe(202);
    expect(await statusOf(userId)).toMatchObject({ transactionStatus: 'unset', loginStatus: 'invited' });
  });

  it('C-8 C-9 of oneself, confirmed with the password that ends with it', async () => {
    const person = await addedPerson(master, groupId);

    expect((await reset(person, [person.userId])).status).toBe(202);
    expect((await setNew(person, { newPassword: NEW_PASSWORD })).status).toBe(204);
  });

  it('R-1 refuses the batch when somebody is not there', async () => {
    const person = await addedPerson(master, groupId);

    expect(expectProblem(await reset(master, [person.userId, '1000000000']), 'not-found', 404)).toMatchObject([
      { pointer: '/userIds/1' },
    ]);
    expect(await statusOf(person.userId)).toMatchObject({ transactionStatus: 'active' });
  });
});
