import { describe, expect, it } from 'vitest';
import { advanceClock, call, expectProblem } from '../../support/api.ts';
import { type App, codeOf, confirmedBy, freshCode, NO_CODES, registerApp, wrongCode } from '../../support/authenticators.ts';
import { distinctMailTo } from '../../support/mailbox.ts';
import { confirmation, type Person, subscribedTenant, TRANSACTION_PASSWORD } from '../../support/people.ts';
import { untilAnswered, warmUp } from '../../support/races.ts';
import { eventsOf } from '../../support/settled.ts';

const create = ({ token }: Person, given: object, group: object = {}) =>
  call('POST', '/groups', { token, body: { name: '照会', permissions: {}, ...group, confirmation: given } });

const withCode = (authenticatorCode: string) => ({ transactionPassword: TRANSACTION_PASSWORD, authenticatorCode });

const transactionStatus = async ({ token, userId }: Person) =>
  (await call('GET', `/users/${userId}`, { token })).body['transactionStatus'];

/** A group that breaks a rule: `operation` needs `inquiry`. */
const BROKEN = { permissions: { timeDeposit: { operation: true } } };

async function withApp(): Promise<{ tenantId: string; master: Person; app: App }> {
  const { tenantId, master } = await subscribedTenant();

  return { tenantId, master, app: await registerApp(master) };
}

describe('a confirmation with a code', () => {
  it('C-9 serves once an authenticator is registered, and a mail token no longer does', async () => {
    const { master } = await subscribedTenant();
    const earlier = await confirmation(master, 'createGroup');
    const app = await registerApp(master);

    expectProblem(await create(master, earlier), 'confirmation-failed', 403);
    expectProblem(await create(master, await confirmation(master, 'createGroup')), 'confirmation-failed', 403);
    expect((await create(master, await confirmedBy(app))).status).toBe(201);
  });

  it('C-9 does not serve while none is registered, and nothing is counted then', async () => {
    const { master } = await subscribedTenant();

    for (let time = 1; time <= 6; time++) expectProblem(await create(master, withCode('123456')), 'confirmation-failed', 403);

    expect(await transactionStatus(master)).toBe('active');
  });

  it('C-11 takes a clock that is off by one step either way, and no further', async () => {
    const { master, app } = await withApp();
    await advanceClock('PT90S');

    expectProblem(await create(master, withCode(await codeOf(app, -2))), 'confirmation-failed', 403);
    expectProblem(await create(master, withCode(await codeOf(app, 2))), 'confirmation-failed', 403);
    for (const off of [-1, 0, 1]) {
      expect((await create(master, withCode(await codeOf(app, off)), { name: `ずれ${off}` })).status).toBe(201);
    }
  });

  it('C-11 works once: neither the same code again, nor an earlier one, nor the one that registered the app', async () => {
    const { master, app } = await withApp();
    const registering = await codeOf(app);
    expectProblem(await create(master, withCode(registering)), 'confirmation-failed', 403);

    const code = await freshCode(app);
    expect((await create(master, withCode(code))).status).toBe(201);
    expectProblem(await create(master, withCode(code), { name: '再度' }), 'confirmation-failed', 403);
    expectProblem(await create(master, withCode(await codeOf(app, -1)), { name: '前の' }), 'confirmation-failed', 403);
  });

  it('C-11 works once, however often it is sent at once; that locks nothing', async () => {
    const { tenantId, master, app } = await withApp();
    const given = await confirmedBy(app);
    await warmUp(() => call('POST', '/groups'));

    const names = Array.from({ length: 10 }, (_, index) => `グループ${index}`);
    const answers = await Promise.all(names.map((name) => untilAnswered(() => create(master, given, { name }))));

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 201)) expectProblem(answer, 'confirmation-failed', 403);
    expect((await create(master, await confirmedBy(app), { name: '次' })).status).toBe(201);
    expect(await eventsOf(tenantId, 'credential-locked')).toEqual([]);
  });

  it('C-9 can be used again when the operation was refused', async () => {
    const { master, app } = await withApp();
    const given = await confirmedBy(app);

    for (let time = 1; time <= 6; time++) expectProblem(await create(master, given, BROKEN), 'rule-violation', 422);

    expect((await create(master, given)).status).toBe(201);
  });

  it('C-9 takes both: a wrong transaction password is counted apart, and leaves the code good', async () => {
    const { master, app } = await withApp();
    const given = await confirmedBy(app);

    for (let time = 1; time <= 4; time++) {
      expectProblem(await create(master, { ...given, transactionPassword: 'Wrong-99x' }), 'confirmation-failed', 403);
    }

    expect((await create(master, given)).status).toBe(201);
  });

  it('C-9 refuses what has not the form of a code, and counts nothing', async () => {
    const { master, app } = await withApp();

    for (const code of NO_CODES) {
      const errors = expectProblem(await create(master, withCode(code)), 'invalid-request', 400);
      expect(errors).toMatchObject([{ pointer: '/confirmation/authenticatorCode' }]);
    }
    expect((await create(master, await confirmedBy(app))).status).toBe(201);
  });

  it('C-9 of another user does not serve', async () => {
    const { master } = await withApp();
    const other = await withApp();

    expectProblem(await create(master, await confirmedBy(other.app)), 'confirmation-failed', 403);
  });
});

describe('wrong codes', () => {
  it('C-9 lock the authenticator after five in a row, and the transaction password not; mailed and told once', async () => {
    const { tenantId, master, app } = await withApp();
    for (let by = 1; by <= 5; by++) {
      expectProblem(await create(master, withCode(await wrongCode(app, by))), 'confirmation-failed', 403);
    }

    for (let time = 1; time <= 2; time++) {
      expectProblem(await create(master, await confirmedBy(app)), 'confirmation-failed', 403);
    }
    expect(await transactionStatus(master)).toBe('active');
    await expectLockedOnce(tenantId, master);
  });

  it('C-9 guessed all at once are no more than five tries', async () => {
    const { tenantId, master, app } = await withApp();
    await warmUp(() => call('POST', '/groups'));

    const guesses = await Promise.all(Array.from({ length: 12 }, (_, by) => wrongCode(app, by)));
    const answers = await Promise.all(guesses.map((code) => untilAnswered(() => create(master, withCode(code)))));

    for (const answer of answers) expectProblem(answer, 'confirmation-failed', 403);
    expectProblem(await create(master, await confirmedBy(app)), 'confirmation-failed', 403);
    await expectLockedOnce(tenantId, master);
  });

  it('C-9 four of them lock nothing, and a right one starts the count again', async () => {
    const { tenantId, master, app } = await withApp();

    for (let row = 1; row <= 2; row++) {
      for (let by = 1; by <= 4; by++) await create(master, withCode(await wrongCode(app, by)));
      expect((await create(master, await confirmedBy(app), { name: `グループ${row}` })).status).toBe(201);
    }

    expect(await eventsOf(tenantId, 'credential-locked')).toEqual([]);
  });

  it('C-11 a code used before ends no row of wrong ones', async () => {
    const { tenantId, master, app } = await withApp();
    const used = await confirmedBy(app);
    expect((await create(master, used)).status).toBe(201);

    for (let by = 1; by <= 4; by++) await create(master, withCode(await wrongCode(app, by)));
    expectProblem(await create(master, used, { name: '再度' }), 'confirmation-failed', 403);
    await create(master, withCode(await wrongCode(app, 5)));

    await expectLockedOnce(tenantId, master);
  });

  it('C-9 a locked authenticator is removed with a mail token, and can be registered anew', async () => {
    const { master, app } = await withApp();
    for (let by = 1; by <= 5; by++) await create(master, withCode(await wrongCode(app, by)));

    const body = { confirmation: await confirmation(master, 'removeAuthenticator') };
    expect((await call('POST', '/me/authenticator/removal', { token: master.token, body })).status).toBe(204);

    const anew = await registerApp(master);
    expect((await create(master, await confirmedBy(anew))).status).toBe(201);
  });

  async function expectLockedOnce(tenantId: string, { userId, email }: Person): Promise<void> {
    const events = await eventsOf(tenantId, 'credential-locked');
    expect(events.map(({ data }) => data)).toEqual([{ userId, credential: 'authenticator' }]);

    const mails = (await distinctMailTo(email)).filter(({ subject }) => subject.includes('認証アプリがロックされました'));
    expect(mails).toHaveLength(1);
  }
});
