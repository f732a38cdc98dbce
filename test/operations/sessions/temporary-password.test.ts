import { describe, expect, it } from 'vitest';
import { advanceClock, call, expectProblem } from '../../support/api.ts';
import { mailed } from '../../support/mailbox.ts';
import {
  createGroup,
  LOGIN_PASSWORD,
  logIn,
  type Person,
  people,
  registeredTenant,
  setUp,
  subscribedTenant,
} from '../../support/people.ts';
import { untilAnswered, warmUp } from '../../support/races.ts';

/** A person just added, who has not logged in yet. */
async function invited(master: Person): Promise<{ userId: string; temporary: string }> {
  const users = people(await createGroup(master, '照会'), 1);
  await call('POST', '/users/batch-create', { token: master.token, body: { users } });
  const email = users[0]?.email ?? '';

  return { userId: await mailed(email, 'User ID'), temporary: await mailed(email, 'Temporary login password') };
}

async function loginStatus(master: Person, userId: string): Promise<unknown> {
  const { body } = await logIn(master.userId, LOGIN_PASSWORD);

  return (await call('GET', `/users/${userId}`, { token: body.token })).body['loginStatus'];
}

describe('a temporary login password', () => {
  it('C-4 opens a session in which the initial set-up is pending', async () => {
    const { master } = await subscribedTenant();
    const { userId, temporary } = await invited(master);

    const { status, body } = await logIn(userId, temporary);

    expect(status).toBe(201);
    expect(body).toMatchObject({ user: { userId, role: 'user' }, requiredActions: ['initial-setup', 'set-login-password'] });
  });

  it('U-4 is good for 14 days', async () => {
    const { master } = await subscribedTenant();
    const { userId, temporary } = await invited(master);

    await advanceClock('P13DT23H');

    expect(await loginStatus(master, userId)).toBe('invited');
    expect((await logIn(userId, temporary)).status).toBe(201);
  });

  it('U-4 ends after 14 days, and the status says so', async () => {
    const { master } = await subscribedTenant();
    const { userId, temporary } = await invited(master);

    await advanceClock('P14D');

    expectProblem(await logIn(userId, temporary), 'authentication-failed', 401);
    expect(await loginStatus(master, userId)).toBe('invitation-expired');
  });

  it('U-4 of the representative ends after 14 days, too', async () => {
    const { representativeUserId, email } = await registeredTenant();
    const temporary = await mailed(email, 'Temporary login password');

    await advanceClock('P14D');

    expectProblem(await logIn(representativeUserId, temporary), 'authentication-failed', 401);
  });

  it('C-4 opens one session at a time: a new login ends the earlier session', async () => {
    const { representativeUserId, email } = await registeredTenant();
    const temporary = await mailed(email, 'Temporary login password');
    const first = await logIn(representativeUserId, temporary);

    const second = await logIn(representativeUserId, temporary);

    expectProblem(await call('GET', '/me', { token: first.body.token }), 'unauthenticated', 401);
    expect((await call('GET', '/me', { token: second.body.token })).status).toBe(200);
  });

  it('C-4 opens one session at a time, also when it is used many times at once', async () => {
    const { representativeUserId, email } = await registeredTenant();
    const temporary = await mailed(email, 'Temporary login password');

    await warmUp(() => call('POST', '/sessions'));

    const answers = await Promise.all(
      Array.from({ length: 4 }, () => untilAnswered(() => logIn(representativeUserId, temporary))),
    );
    const tokens = answers.filter(({ status }) => status === 201).map(({ body }) => body.token);
    const sessions = await Promise.all(tokens.map((token) => call('GET', '/me', { token })));

    expect(sessions.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('C-4 is over with the initial set-up', async () => {
    const { email } = await registeredTenant();
    const { userId } = await setUp(email);

    expectProblem(await logIn(userId, await mailed(email, 'Temporary login password')), 'authentication-failed', 401);
  });
});
