import { describe, expect, it } from 'vitest';
import { advanceClock, call, expectProblem } from '../../support/api.ts';
import { LOGIN_PASSWORD, logIn, type Person, registeredTenant, setUp } from '../../support/people.ts';

const me = ({ token }: Pick<Person, 'token'>) => call('GET', '/me', { token });

/** A session that begins now. */
async function newSession(): Promise<{ token: string }> {
  const { userId } = await setUp((await registeredTenant()).email);

  return (await logIn(userId, LOGIN_PASSWORD)).body;
}

describe('an idle session', () => {
  it('L-6 ends after 15 minutes without a request', async () => {
    const session = await newSession();

    await advanceClock('PT15M');

    expectProblem(await me(session), 'unauthenticated', 401);
    expectProblem(await call('DELETE', '/sessions/current', { token: session.token }), 'unauthenticated', 401);
  });

  it('L-6 goes on until then', async () => {
    const session = await newSession();

    await advanceClock('PT14M');

    expect((await me(session)).status).toBe(200);
  });

  it('L-6 is extended by every request, also by one that is refused', async () => {
    const session = await newSession();

    for (let time = 1; time <= 3; time++) {
      await advanceClock('PT13M');
      expectProblem(await call('GET', '/users', { token: session.token }), 'not-subscribed', 409);
    }

    await advanceClock('PT15M');
    expectProblem(await me(session), 'unauthenticated', 401);
  });

  it('L-6 does not come to life again, and its end leaves other sessions alone', async () => {
    const { userId } = await setUp((await registeredTenant()).email);
    const idle = (await logIn(userId, LOGIN_PASSWORD)).body;
    await advanceClock('PT10M');
    const later = (await logIn(userId, LOGIN_PASSWORD)).body;
    await advanceClock('PT10M');

    for (let time = 1; time <= 2; time++) expectProblem(await me(idle), 'unauthenticated', 401);
    expect((await me(later)).status).toBe(200);
  });
});

describe('a session in use', () => {
  it('L-6 ends 12 hours after the login', async () => {
    const session = await newSession();

    // 51 × 14 minutes = 11 hours 54 minutes.
    for (let time = 1; time <= 51; time++) {
      await advanceClock('PT14M');
      expect((await me(session)).status).toBe(200);
    }

    await advanceClock('PT6M');
    expectProblem(await me(session), 'unauthenticated', 401);
  });
});
