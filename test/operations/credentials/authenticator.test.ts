import { describe, expect, it } from 'vitest';
import { advanceClock, call, expectProblem } from '../../support/api.ts';
import { type App, codeOf, confirmedBy, enrol, NO_CODES, registerApp, verify, wrongCode } from '../../support/authenticators.ts';
import { distinctMailTo, mailed } from '../../support/mailbox.ts';
import {
  addedPerson,
  confirmation,
  createGroup,
  LOGIN_PASSWORD,
  logIn,
  type Person,
  registeredTenant,
  setUp,
  subscribedTenant,
} from '../../support/people.ts';
import { untilAnswered, warmUp } from '../../support/races.ts';
import { settled } from '../../support/settled.ts';
import { everythingStored, itemsOf, recordedOperations } from '../../support/stored.ts';

const isRegistered = async ({ token }: Person) => (await call('GET', '/me', { token })).body['authenticatorRegistered'];
const ask = ({ token }: Person, body: object) => call('POST', '/me/authenticator', { token, body });
const subjects = async ({ email }: Person) => {
  await settled();
  return (await distinctMailTo(email)).map(({ subject }) => subject);
};

describe('enrolling an authenticator', () => {
  it('C-11 answers a secret and a URI to be scanned, and registers nothing yet', async () => {
    const { master } = await subscribedTenant();
    const { secret, otpauthUri } = await enrol(master);

    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(new URL(otpauthUri).searchParams.get('secret')).toBe(secret);
    expect(decodeURIComponent(otpauthUri)).toContain(`Business ID management:${master.userId}`);
    expect(await isRegistered(master)).toBe(false);
    expect((await ask(master, { confirmation: await confirmation(master, 'enrolAuthenticator') })).status).toBe(201);
  });

  it('P-6 works without any right, and before the tenant has applied', async () => {
    const { email } = await registeredTenant();
    const representative = await setUp(email);
    await registerApp(representative);
    expect(await isRegistered(representative)).toBe(true);

    const { master } = await subscribedTenant();
    const person = await addedPerson(master, await createGroup(master, '権限なし'));
    await registerApp(person);
    expect(await isRegistered(person)).toBe(true);
  });

  it('C-9 needs a confirmation for this very operation', async () => {
    const { master } = await subscribedTenant();

    expectProblem(await ask(master, {}), 'confirmation-required', 403);
    expectProblem(await ask(master, { confirmation: await confirmation(master, 'createGroup') }), 'confirmation-failed', 403);
  });

  it('C-4 takes none while the initial set-up is pending, when no authenticator is registered', async () => {
    const { email } = await registeredTenant();
    const userId = await mailed(email, 'User ID');
    const { token } = (await logIn(userId, await mailed(email, 'Temporary login password'))).body;
    const person = { token, userId, email };

    const { status, body } = await ask(person, {});
    expect(status).toBe(201);
    expect((await verify(person, await codeOf(body as App))).status).toBe(204);
    expect(await isRegistered(person)).toBe(true);
    expectProblem(await ask(person, {}), 'confirmation-required', 403);
  });

  it('R-3 ignores an Idempotency-Key: a kept answer would hold a secret', async () => {
    const { master } = await subscribedTenant();
    const app = await registerApp(master);
    const headers = { 'idempotency-key': 'again' };
    const once = async () =>
      call('POST', '/me/authenticator', {
        token: master.token,
        headers,
        body: { confirmation: await confirmedBy(app) },
      });

    const [first, second] = [await once(), await once()];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body['secret']).not.toBe(first.body['secret']);
  });
});

describe('verifying it', () => {
  it('C-11 U-1 with a code registers it: told by getMe and the list of users, mailed, recorded', async () => {
    const { tenantId, master } = await subscribedTenant();
    const app = await enrol(master);

    expect((await verify(master, await codeOf(app))).status).toBe(204);

    expect(await isRegistered(master)).toBe(true);
    const { users } = (await call<{ users: object[] }>('GET', '/users', { token: master.token })).body;
    expect(users).toMatchObject([{ userId: master.userId, authenticatorRegistered: true }]);
    expect(await subjects(master)).toContain('【ビジネスID管理】認証アプリが登録されました');
    expect(recordedOperations(tenantId).slice(-2)).toMatchObject([
      { operation: 'enrolAuthenticator', result: 'done', userId: master.userId, subjects: [master.userId] },
      { operation: 'verifyAuthenticator', result: 'done', userId: master.userId, subjects: [master.userId] },
    ]);
  });

  it.each([-1, 0, 1])('C-11 takes a clock that is off by %d step', async (off) => {
    const { master } = await subscribedTenant();
    const app = await enrol(master);

    expect((await verify(master, await codeOf(app, off))).status).toBe(204);
  });

  it.each([-2, 2])('C-11 refuses a clock that is off by %d steps', async (off) => {
    const { master } = await subscribedTenant();
    const app = await enrol(master);

    expectProblem(await verify(master, await codeOf(app, off)), 'confirmation-failed', 403);
    expect(await isRegistered(master)).toBe(false);
  });

  it('C-11 refuses what has not the form of a code, and counts nothing', async () => {
    const { master } = await subscribedTenant();
    const app = await enrol(master);

    for (const code of NO_CODES) {
      expect(expectProblem(await verify(master, code), 'invalid-request', 400)).toMatchObject([{ pointer: '/code' }]);
    }
    expect((await verify(master, await codeOf(app))).status).toBe(204);
  });

  it('C-11 is refused when nothing was enrolled, and once it is verified', async () => {
    const { master } = await subscribedTenant();
    expectProblem(await verify(master, '123456'), 'wrong-state', 409);

    const app = await registerApp(master);
    expectProblem(await verify(master, await codeOf(app)), 'wrong-state', 409);
  });

  it('C-11 is refused 30 minutes after the enrolment', async () => {
    const { master } = await subscribedTenant();
    const app = await enrol(master);

    await advanceClock('PT14M');
    await call('GET', '/me', { token: master.token });
    await advanceClock('PT14M');
    await call('GET', '/me', { token: master.token });
    await advanceClock('PT2M');

    expectProblem(await verify(master, await codeOf(app)), 'wrong-state', 409);
  });

  it('C-11 takes a code of the latest enrolment only', async () => {
    const { master } = await subscribedTenant();
    const earlier = await enrol(master);
    const later = await enrol(master);

    expectProblem(await verify(master, await codeOf(earlier)), 'confirmation-failed', 403);
    expect((await verify(master, await codeOf(later))).status).toBe(204);
  });

  it('C-11 five wrong codes spoil the enrolment; another one serves, and nothing else is locked', async () => {
    const { master } = await subscribedTenant();
    const app = await enrol(master);
    for (let by = 1; by <= 5; by++) {
      expectProblem(await verify(master, await wrongCode(app, by)), 'confirmation-failed', 403);
    }

    expectProblem(await verify(master, await codeOf(app)), 'wrong-state', 409);
    await registerApp(master);
    expect(await isRegistered(master)).toBe(true);
  });

  it('C-11 many codes guessed at once are no more than five tries', async () => {
    const { master } = await subscribedTenant();
    const app = await enrol(master);
    await warmUp(() => call('POST', '/me/authenticator/verification'));

    const guesses = await Promise.all(Array.from({ length: 12 }, (_, by) => wrongCode(app, by)));
    const answers = await Promise.all(guesses.map((code) => untilAnswered(() => verify(master, code))));

    const codes = answers.map(({ body }) => body['code']);
    expect(codes.filter((code) => code === 'confirmation-failed').length).toBeLessThanOrEqual(5);
    for (const code of codes) expect(['confirmation-failed', 'wrong-state']).toContain(code);
    expectProblem(await verify(master, await codeOf(app)), 'wrong-state', 409);
  });

  it('C-11 registers once, however often the right code is sent at once', async () => {
    const { tenantId, master } = await subscribedTenant();
    const app = await enrol(master);
    const code = await codeOf(app);
    await warmUp(() => call('POST', '/me/authenticator/verification'));

    const answers = await Promise.all(Array.from({ length: 8 }, () => untilAnswered(() => verify(master, code))));

    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 204)) expectProblem(answer, 'wrong-state', 409);
    expect(recordedOperations(tenantId).filter(({ operation }) => operation === 'verifyAuthenticator')).toHaveLength(1);
  });
});

it('C-12 neither the secret nor a code is stored: the table holds a ciphertext', async () => {
  const { tenantId, master } = await subscribedTenant();
  const app = await enrol(master);
  const code = await codeOf(app);
  expect((await verify(master, code)).status).toBe(204);
  await logIn(master.userId, LOGIN_PASSWORD);

  const stored = everythingStored();
  expect(stored).not.toContain(app.secret);
  expect(stored).not.toContain(`"${code}"`);
  const credentials = itemsOf(tenantId).find(({ PK }) => PK.startsWith('CREDENTIALS#'));
  expect(credentials?.['authenticator']).toMatchObject({ secret: expect.stringMatching(/^[A-Za-z0-9+/]{100,}=*$/), failures: 0 });
});
