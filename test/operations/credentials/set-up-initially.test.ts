import { beforeAll, describe, expect, it } from 'vitest';
import { call, expectProblem } from '../../support/api.ts';
import { mailed } from '../../support/mailbox.ts';
import {
  addedPerson,
  createGroup,
  LOGIN_PASSWORD,
  logIn,
  registeredTenant,
  setUp,
  subscribedTenant,
  TRANSACTION_PASSWORD,
} from '../../support/people.ts';
import { untilAnswered, warmUp } from '../../support/races.ts';

const CHOSEN = { transactionPassword: TRANSACTION_PASSWORD, loginPassword: LOGIN_PASSWORD };

const set = (token: string, body: object) => call('POST', '/me/initial-setup', { token, body });

/** Digits that the user's ID does not contain four of in a row. */
const digitsFor = (userId: string) => (userId.includes('7777') ? '999999' : '777777');

/** A representative after the first login. */
async function firstLogin(): Promise<{ userId: string; temporary: string; token: string }> {
  const { representativeUserId: userId, email } = await registeredTenant();
  const temporary = await mailed(email, 'Temporary login password');

  return { userId, temporary, token: (await logIn(userId, temporary)).body.token };
}

describe('sets both passwords', () => {
  it('C-4 the session goes on with nothing pending, and the new login password is the one that works', async () => {
    const { userId, temporary, token } = await firstLogin();

    const { status, body } = await set(token, CHOSEN);

    expect([status, body]).toEqual([204, undefined]);
    expect((await call('GET', '/me', { token })).body).toMatchObject({ requiredActions: [] });
    expect((await call('GET', '/subscription', { token })).status).toBe(200);
    expectProblem(await logIn(userId, temporary), 'authentication-failed', 401);
    expect((await logIn(userId, LOGIN_PASSWORD)).body).toMatchObject({ requiredActions: [] });
  });

  it('C-4 of an added user as well, whose statuses then are active', async () => {
    const { master } = await subscribedTenant();
    const person = await addedPerson(master, await createGroup(master, '照会'));

    expect((await call('GET', `/users/${person.userId}`, { token: master.token })).body).toMatchObject({
      loginStatus: 'active',
      transactionStatus: 'active',
    });
  });

  it('C-1 a transaction password needs neither letter nor digit', async () => {
    for (const chosen of ['digits', 'kazokazo', '!#$%&()*+']) {
      const { userId, token } = await firstLogin();
      const transactionPassword = chosen === 'digits' ? digitsFor(userId) : chosen;

      expect((await set(token, { ...CHOSEN, transactionPassword })).status, chosen).toBe(204);
    }
  });

  it('once: a second set-up is refused', async () => {
    const { token } = await firstLogin();
    await set(token, CHOSEN);

    expectProblem(await set(token, { ...CHOSEN, loginPassword: 'Yamo-35v9' }), 'wrong-state', 409);
  });

  it('once, also when it is asked for several times at once', async () => {
    const { userId, token } = await firstLogin();
    const passwords = ['Mizu-24w8', 'Yamo-35v9', 'Kawo-46t7', 'Hoshi-57s'];

    await warmUp(() => call('POST', '/me/initial-setup'));

    const attempts = passwords.map((loginPassword) => untilAnswered(() => set(token, { ...CHOSEN, loginPassword })));
    const answers = await Promise.all(attempts);

    const winner = answers.findIndex(({ status }) => status === 204);
    for (const [index, answer] of answers.entries()) if (index !== winner) expectProblem(answer, 'wrong-state', 409);
    const logins = await Promise.all(passwords.map((password) => logIn(userId, password)));
    expect(logins.map(({ status }) => status)).toEqual(passwords.map((_, index) => (index === winner ? 201 : 401)));
  });

  it('C-12 as nothing that could be read again', async () => {
    const { master } = await subscribedTenant();

    const answers = await Promise.all(
      ['/me', '/users', `/users/${master.userId}`].map((path) => call('GET', path, { token: master.token })),
    );

    for (const { body } of answers) expect(JSON.stringify(body)).not.toMatch(/argon2|Mizu|Kazo|hash|password/i);
  });
});

describe('ends other sessions', () => {
  it('C-4 of the user, and of nobody else', async () => {
    const { userId, temporary, token: earlier } = await firstLogin();
    const other = await firstLogin();
    const { body } = await logIn(userId, temporary);

    await set(body.token, CHOSEN);

    expectProblem(await call('GET', '/me', { token: earlier }), 'unauthenticated', 401);
    expectProblem(await set(earlier, CHOSEN), 'unauthenticated', 401);
    expect((await call('GET', '/me', { token: other.token })).status).toBe(200);
  });
});

describe('refuses when nothing is pending', () => {
  it('C-4 with 409, whatever the passwords', async () => {
    const { token } = await setUp((await registeredTenant()).email);

    expectProblem(await set(token, CHOSEN), 'wrong-state', 409);
    expectProblem(await set(token, { transactionPassword: 'x' }), 'wrong-state', 409);
  });
});

describe('refuses a request of a wrong form', () => {
  let token: string;

  beforeAll(async () => {
    ({ token } = await firstLogin());
  });

  it.each([
    ['no transaction password', { loginPassword: LOGIN_PASSWORD }, '/transactionPassword required'],
    ['an empty one', { ...CHOSEN, transactionPassword: '' }, '/transactionPassword too-small'],
    ['a number', { ...CHOSEN, loginPassword: 12345678 }, '/loginPassword invalid-type'],
    ['a text of 257 characters', { ...CHOSEN, loginPassword: 'a'.repeat(257) }, '/loginPassword too-big'],
    ['a list', { ...CHOSEN, loginPassword: [LOGIN_PASSWORD] }, '/loginPassword invalid-type'],
    ['an unknown field', { ...CHOSEN, loginName: 'aoba.taro' }, '/loginName unknown-field'],
  ])('R-6 %s', async (_, body, expected) => {
    const errors = expectProblem(await set(token, body), 'invalid-request', 400);

    expect(errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([expected]);
  });
});
