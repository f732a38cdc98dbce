import { describe, expect, it } from 'vitest';
import { advanceClock, call } from '../../support/api.ts';
import { mailed } from '../../support/mailbox.ts';
import {
  confirmation,
  createGroup,
  LOGIN_PASSWORD,
  logIn,
  type Person,
  people,
  setUp,
  subscribedTenant,
  TRANSACTION_PASSWORD,
} from '../../support/people.ts';

type Statuses = { loginStatus: string; transactionStatus: string };

/** Adds somebody and answers how to reach and to look at the user. */
async function newcomer(master: Person, permissions: object = {}) {
  const [row] = people(await createGroup(master, '全員', permissions), 1);
  const { body } = await call<{ users: { userId: string }[] }>('POST', '/users/batch-create', {
    token: master.token,
    body: { users: [row] },
  });

  return { userId: body.users[0]?.userId ?? '', email: row?.email ?? '' };
}

/** Login and transaction status, as the user and the list show it alike. */
async function statuses(token: string, userId: string): Promise<[string, string]> {
  const one = (await call<Statuses>('GET', `/users/${userId}`, { token })).body;
  const { users } = (await call<{ users: (Statuses & { userId: string })[] }>('GET', '/users', { token })).body;

  expect(users.find((user) => user.userId === userId)).toEqual(one);

  return [one.loginStatus, one.transactionStatus];
}

describe('the statuses of a user', () => {
  it('U-1 C-4 go from invited and unset to active and active with the initial set-up, not with the first login', async () => {
    const { master } = await subscribedTenant();
    const { userId, email } = await newcomer(master);
    expect(await statuses(master.token, userId)).toEqual(['invited', 'unset']);

    await logIn(userId, await mailed(email, 'Temporary login password'));
    expect(await statuses(master.token, userId)).toEqual(['invited', 'unset']);

    await setUp(email);
    expect(await statuses(master.token, userId)).toEqual(['active', 'active']);
  });

  it('U-1 C-5 show a locked login, which the transaction password has no part in', async () => {
    const { master } = await subscribedTenant();
    const { userId, email } = await newcomer(master);
    await setUp(email);

    for (let failure = 1; failure <= 4; failure++) await logIn(userId, 'Wrong-pw1');
    expect(await statuses(master.token, userId)).toEqual(['active', 'active']);

    await logIn(userId, 'Wrong-pw1');
    expect(await statuses(master.token, userId)).toEqual(['locked', 'active']);
  });

  it('U-1 C-9 show a locked transaction password, which the login has no part in', async () => {
    const { master } = await subscribedTenant();
    const { userId, email } = await newcomer(master, { userAdministration: true });
    const person = await setUp(email);

    const { mailToken } = await confirmation(person, 'createGroup');
    for (let failure = 1; failure <= 5; failure++) {
      await call('POST', '/groups', {
        token: person.token,
        body: { name: '経理', permissions: {}, confirmation: { transactionPassword: `${TRANSACTION_PASSWORD}x`, mailToken } },
      });
    }

    expect(await statuses(master.token, userId)).toEqual(['active', 'locked']);
  });

  it('U-1 U-4 show an invitation that expired after 14 days, not before', async () => {
    const { master } = await subscribedTenant();
    const { userId } = await newcomer(master);

    await advanceClock('P13DT23H59M');
    const lateOnDay14 = await logIn(master.userId, LOGIN_PASSWORD);
    expect(await statuses(lateOnDay14.body.token, userId)).toEqual(['invited', 'unset']);

    await advanceClock('PT1M');
    expect(await statuses(lateOnDay14.body.token, userId)).toEqual(['invitation-expired', 'unset']);
  });
});
