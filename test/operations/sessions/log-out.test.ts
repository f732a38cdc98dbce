import { describe, expect, it } from 'vitest';
import { call, expectProblem } from '../../support/api.ts';
import { mailed } from '../../support/mailbox.ts';
import { confirmation, LOGIN_PASSWORD, logIn, registeredTenant, setUp, subscribedTenant } from '../../support/people.ts';
import { untilAnswered, warmUp } from '../../support/races.ts';

const logOut = (token: string) => call('DELETE', '/sessions/current', { token });

describe('ends the session', () => {
  it('L-6 with the answer: the very next request is refused', async () => {
    const { token } = await setUp((await registeredTenant()).email);

    const { status, body } = await logOut(token);

    expect([status, body]).toEqual([204, undefined]);
    expectProblem(await call('GET', '/me', { token }), 'unauthenticated', 401);
    expectProblem(await call('GET', '/subscription', { token }), 'unauthenticated', 401);
  });

  it('L-6 once: there is no session left to end', async () => {
    const { token } = await setUp((await registeredTenant()).email);
    await logOut(token);

    expectProblem(await logOut(token), 'unauthenticated', 401);
  });

  it('L-6 once, however often it is asked for at once', async () => {
    const { token } = await setUp((await registeredTenant()).email);

    await warmUp(() => call('DELETE', '/sessions/current'));

    const answers = await Promise.all(Array.from({ length: 5 }, () => untilAnswered(() => logOut(token))));

    expect(answers.map(({ status }) => status)).toContain(204);
    for (const { status } of answers) expect([204, 401]).toContain(status);
    expectProblem(await call('GET', '/me', { token }), 'unauthenticated', 401);
  });

  it('L-6 and no other one of the user', async () => {
    const person = await setUp((await registeredTenant()).email);
    const other = await logIn(person.userId, LOGIN_PASSWORD);

    await logOut(person.token);

    expect((await call('GET', '/me', { token: other.body.token })).status).toBe(200);
  });

  it('C-4 while the initial set-up is pending', async () => {
    const { representativeUserId, email } = await registeredTenant();
    const { body } = await logIn(representativeUserId, await mailed(email, 'Temporary login password'));

    expect((await logOut(body.token)).status).toBe(204);
    expectProblem(await call('GET', '/me', { token: body.token }), 'unauthenticated', 401);
  });

  it('C-10 and the mail token asked for in it, which serves in no other session', async () => {
    const { master } = await subscribedTenant();
    const given = await confirmation(master, 'createGroup');
    await logOut(master.token);
    const { body } = await logIn(master.userId, LOGIN_PASSWORD);

    const group = { name: '照会', permissions: {}, confirmation: given };
    const answer = await call('POST', '/groups', { token: body.token, body: group });

    expectProblem(answer, 'confirmation-failed', 403);
  });
});

describe('refuses', () => {
  it('R-6 a body', async () => {
    const { token } = await setUp((await registeredTenant()).email);

    const errors = expectProblem(
      await call('DELETE', '/sessions/current', { token, body: { all: true } }),
      'invalid-request',
      400,
    );

    expect(errors).toMatchObject([{ pointer: '/all', code: 'unknown-field' }]);
    expect((await call('GET', '/me', { token })).status).toBe(200);
  });
});
