import { describe, expect, it } from 'vitest';
import { call, expectProblem } from '../../support/api.ts';
import { mailed, mailTo } from '../../support/mailbox.ts';
import { LOGIN_PASSWORD, logIn, type Person, registeredTenant, setUp, subscribedTenant } from '../../support/people.ts';
import { untilAnswered, warmUp } from '../../support/races.ts';
import { eventsOf } from '../../support/settled.ts';

const WRONG = 'Wrong-99x';

async function failTimes(userId: string, times: number): Promise<void> {
  for (let time = 1; time <= times; time++) expectProblem(await logIn(userId, WRONG), 'authentication-failed', 401);
}

async function failAtOnce(userId: string, times: number) {
  await warmUp(() => call('POST', '/sessions'));

  return Promise.all(Array.from({ length: times }, () => untilAnswered(() => logIn(userId, WRONG))));
}

/** Mails about a locked login password. */
const lockMails = async (email: string) =>
  (await mailTo(email)).filter(({ subject }) => subject.includes('ログインパスワードがロックされました'));

async function expectLockedOnce(tenantId: string, { userId, email }: Pick<Person, 'userId' | 'email'>): Promise<void> {
  const events = await eventsOf(tenantId, 'credential-locked');
  expect(events).toHaveLength(1);
  expect(events[0]?.data).toEqual({ userId, credential: 'login-password' });

  const mails = await lockMails(email);
  expect(mails).toHaveLength(1);
  expect(mails[0]?.text).toContain(`User ID: ${userId}`);
}

describe('locks the login password', () => {
  it('C-5 after 5 failures in a row: the right password is refused; it is mailed and told once', async () => {
    const { tenantId, email } = await registeredTenant();
    const person = await setUp(email);

    await failTimes(person.userId, 5);

    expectProblem(await logIn(person.userId, LOGIN_PASSWORD), 'authentication-failed', 401);
    await failTimes(person.userId, 3);
    expectProblem(await logIn(person.userId, LOGIN_PASSWORD), 'authentication-failed', 401);
    await expectLockedOnce(tenantId, person);
  });

  it('C-5 after 8 failures at once: no more than 5 were tries, and it is mailed and told once', async () => {
    const { tenantId, email } = await registeredTenant();
    const person = await setUp(email);

    for (const answer of await failAtOnce(person.userId, 8)) expectProblem(answer, 'authentication-failed', 401);

    expectProblem(await logIn(person.userId, LOGIN_PASSWORD), 'authentication-failed', 401);
    await expectLockedOnce(tenantId, person);
  });

  it('C-5 before the first login as well', async () => {
    const { tenantId, representativeUserId: userId, email } = await registeredTenant();
    const temporary = await mailed(email, 'Temporary login password');

    await failTimes(userId, 5);

    expectProblem(await logIn(userId, temporary), 'authentication-failed', 401);
    await expectLockedOnce(tenantId, { userId, email });
  });

  it('C-5 U-1 shows it as locked, leaves the transaction password alone, and lets running sessions go on', async () => {
    const { master } = await subscribedTenant();

    await failTimes(master.userId, 5);

    expect((await call('GET', `/users/${master.userId}`, { token: master.token })).body).toMatchObject({
      loginStatus: 'locked',
      transactionStatus: 'active',
    });
  });

  it('C-5 of that user only', async () => {
    const { email } = await registeredTenant();
    const other = await setUp(email);
    await failAtOnce((await setUp((await registeredTenant()).email)).userId, 6);

    expect((await logIn(other.userId, LOGIN_PASSWORD)).status).toBe(201);
  });
});

describe('does not lock the login password', () => {
  it('C-5 after 4 failures; a success starts the count again', async () => {
    const { tenantId, email } = await registeredTenant();
    const { userId } = await setUp(email);

    for (let row = 1; row <= 2; row++) {
      await failTimes(userId, 4);
      expect((await logIn(userId, LOGIN_PASSWORD)).status).toBe(201);
    }

    expect(await eventsOf(tenantId, 'credential-locked')).toEqual([]);
    expect(await lockMails(email)).toEqual([]);
  });

  it('C-5 after 4 failures at once', async () => {
    const { email } = await registeredTenant();
    const { userId } = await setUp(email);

    await failAtOnce(userId, 4);

    expect((await logIn(userId, LOGIN_PASSWORD)).status).toBe(201);
  });

  it('C-5 when the right password is sent many times at once: none of them counts as a failure', async () => {
    const { tenantId, email } = await registeredTenant();
    const { userId } = await setUp(email);

    await warmUp(() => call('POST', '/sessions'));

    const answers = await Promise.all(Array.from({ length: 10 }, () => untilAnswered(() => logIn(userId, LOGIN_PASSWORD))));

    expect(answers.map(({ status }) => status)).not.toContain(401);
    expect((await logIn(userId, LOGIN_PASSWORD)).status).toBe(201);
    expect(await eventsOf(tenantId, 'credential-locked')).toEqual([]);
  });

  it('C-5 of anybody when unknown IDs are tried', async () => {
    const answers = await failAtOnce('9999999999', 8);

    for (const answer of answers) expectProblem(answer, 'authentication-failed', 401);
  });
});
