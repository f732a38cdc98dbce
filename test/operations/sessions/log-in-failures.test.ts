import { randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Answer, advanceClock, call, expectProblem, local } from '../../support/api.ts';
import { mailed } from '../../support/mailbox.ts';
import { LOGIN_PASSWORD, logIn, registeredTenant, setUp, TRANSACTION_PASSWORD } from '../../support/people.ts';

const WRONG = 'Wrong-99x';

/** A user ID that nobody has: each is tried so rarely that its failures are not limited. */
const unknownUserId = () => String(randomInt(1_000_000_000, 2_000_000_000));

/** All of an answer that a client can see, but for what names the request and the moment. */
function visible({ status, headers, body }: Answer<unknown>): object {
  const { instance, ...rest } = body as { instance: string };
  const named = [...headers].map(([name, value]) => [name, /^(x-request-id|x-amzn-requestid|date)$/.test(name) ? '*' : value]);

  return { status, body: rest, headers: Object.fromEntries(named), instance: instance.replace(/[0-9a-f]/g, '*') };
}

/** The AWS calls of a failed login, by action; how often an SDK tried again is the machine's affair. */
async function callsOf(loginId: string): Promise<string[]> {
  await local('DELETE', '/meter');
  await logIn(loginId, WRONG);
  const { operations } = await local<{ operations: Record<string, { calls: object }> }>('GET', '/meter');

  return Object.keys(operations['logIn']?.calls ?? {}).toSorted();
}

async function lockedUser(): Promise<string> {
  const { email } = await registeredTenant();
  const { userId } = await setUp(email);
  for (let failure = 1; failure <= 5; failure++) await logIn(userId, WRONG);

  return userId;
}

describe('a failed login never tells which part was wrong', () => {
  it('C-5 unknown ID, wrong password and locked answer the same status, body and headers', async () => {
    const { email } = await registeredTenant();
    const { userId } = await setUp(email);
    const locked = await lockedUser();

    const wrongPassword = await logIn(userId, WRONG);
    expectProblem(wrongPassword, 'authentication-failed', 401);

    const others = {
      'unknown user ID': await logIn(unknownUserId(), WRONG),
      'unknown login name': await logIn('nobody.knows', WRONG),
      'locked, wrong password': await logIn(locked, WRONG),
      'locked, right password': await logIn(locked, LOGIN_PASSWORD),
      'not set up, wrong password': await logIn((await registeredTenant()).representativeUserId, WRONG),
      'the transaction password': await logIn(userId, TRANSACTION_PASSWORD),
      'mobile, unknown user ID': await logIn(unknownUserId(), WRONG, 'mobile'),
    };

    for (const [name, answer] of Object.entries(others)) expect(visible(answer), name).toEqual(visible(wrongPassword));
  });

  it('C-5 in Japanese likewise', async () => {
    const { email } = await registeredTenant();
    const { userId } = await setUp(email);
    const inJapanese = (loginId: string) =>
      call('POST', '/sessions', { body: { loginId, password: WRONG, client: 'web' }, headers: { 'accept-language': 'ja' } });

    expect(visible(await inJapanese(userId))).toEqual(visible(await inJapanese(unknownUserId())));
  });

  it('C-4 an expired temporary password and a used one answer the same as a wrong one', async () => {
    const { representativeUserId, email } = await registeredTenant();
    const temporary = await mailed(email, 'Temporary login password');
    const other = await registeredTenant();
    const used = await mailed(other.email, 'Temporary login password');
    await setUp(other.email);

    await advanceClock('P14D');

    const wrong = visible(await logIn(unknownUserId(), WRONG));
    expect(visible(await logIn(representativeUserId, temporary))).toEqual(wrong);
    expect(visible(await logIn(other.representativeUserId, used))).toEqual(wrong);
  });

  it('R-6 whatever is sent as ID or password, the answer is the same', async () => {
    const wrong = visible(await logIn(unknownUserId(), WRONG));
    const odd = [
      '\u0000',
      '\ud800',
      '😀',
      'USER#x',
      '{"$ne":null}',
      '../..',
      ' ',
      '\u202e',
      'a'.repeat(64),
      '0',
      '１２３４５６７８９０',
    ];

    for (const text of odd) {
      expect(visible(await logIn(text, WRONG)), JSON.stringify(text)).toEqual(wrong);
      expect(visible(await logIn(unknownUserId(), text)), JSON.stringify(text)).toEqual(wrong);
    }
    expect(visible(await logIn(unknownUserId(), 'あ'.repeat(256)))).toEqual(wrong);
  });

  it('C-5 an ID of a wrong form costs the very calls of an unknown one', async () => {
    const unknown = await callsOf(unknownUserId());
    expect(unknown).toContain('dynamodb:GetItem');

    for (const text of ['\ud800', 'USER#x', 'a'.repeat(64)]) expect(await callsOf(text), JSON.stringify(text)).toEqual(unknown);
  });
});

describe('refuses a request of a wrong form before it looks at anybody', () => {
  it.each([
    ['no login ID', { password: WRONG, client: 'web' }, '/loginId required'],
    ['an empty login ID', { loginId: '', password: WRONG, client: 'web' }, '/loginId too-small'],
    ['a login ID of 65 characters', { loginId: 'a'.repeat(65), password: WRONG, client: 'web' }, '/loginId too-big'],
    ['no password', { loginId: '1', client: 'web' }, '/password required'],
    ['a password of 257 characters', { loginId: '1', password: 'a'.repeat(257), client: 'web' }, '/password too-big'],
    ['a password that is a number', { loginId: '1', password: 12345678, client: 'web' }, '/password invalid-type'],
    ['an unknown client', { loginId: '1', password: WRONG, client: 'tv' }, '/client invalid-value'],
    ['no client', { loginId: '1', password: WRONG }, '/client required'],
  ])('R-6 %s', async (_, body, expected) => {
    const errors = expectProblem(await call('POST', '/sessions', { body }), 'invalid-request', 400);

    expect(errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([expected]);
  });

  it('C-5 which counts as no failure', async () => {
    const { email } = await registeredTenant();
    const { userId } = await setUp(email);

    for (let time = 1; time <= 6; time++) {
      await call('POST', '/sessions', { body: { loginId: userId, password: WRONG, client: 'web', extra: 1 } });
    }

    expect((await logIn(userId, LOGIN_PASSWORD)).status).toBe(201);
  });
});
