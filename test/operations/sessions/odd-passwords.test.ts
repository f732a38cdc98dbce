import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { advanceClock, call, expectProblem, local } from '../../support/api.ts';
import { LOGIN_PASSWORD, logIn, registeredTenant, setUp } from '../../support/people.ts';

let userId: string;

beforeAll(async () => {
  userId = (await setUp((await registeredTenant()).email)).userId;
});

// So many failures would be limited.
beforeEach(() => advanceClock('PT1M'));

describe('a login password is taken as it is sent', () => {
  it.each([
    ['a NUL behind it', `${LOGIN_PASSWORD}\u0000`],
    ['all of it behind a NUL', `\u0000${LOGIN_PASSWORD}`],
    ['full-width letters', LOGIN_PASSWORD.replace('M', 'Ｍ')],
    ['a letter of another script', LOGIN_PASSWORD.replace('i', 'і')],
    ['another hyphen', LOGIN_PASSWORD.replace('-', '‐')],
    ['a combining mark', `${LOGIN_PASSWORD}\u0301`],
    ['a space behind it', `${LOGIN_PASSWORD} `],
    ['other case', LOGIN_PASSWORD.toUpperCase()],
    ['one character less', LOGIN_PASSWORD.slice(0, -1)],
    ['one character more', `${LOGIN_PASSWORD}8`],
  ])('C-1 with %s it is just wrong', async (_, password) => {
    expect(password).not.toBe(LOGIN_PASSWORD);

    expectProblem(await logIn(userId, password), 'authentication-failed', 401);
    // Ends the row of failures.
    expect((await logIn(userId, LOGIN_PASSWORD)).status).toBe(201);
  });

  it('C-1 longer than any password may be, it is refused before anything is read or hashed', async () => {
    await local('DELETE', '/meter');

    for (const length of [257, 10_000]) {
      const body = { loginId: userId, password: 'a'.repeat(length), client: 'web' };
      const errors = expectProblem(await call('POST', '/sessions', { body }), 'invalid-request', 400);
      expect(errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(['/password too-big']);
    }

    const { operations } = await local<{ operations: Record<string, { calls: object }> }>('GET', '/meter');
    expect(operations['logIn']?.calls ?? {}).toEqual({});
  });
});
