import { describe, expect, it } from 'vitest';
import { call, expectProblem } from '../../support/api.ts';
import { mailTo } from '../../support/mailbox.ts';
import { confirmation, LOGIN_PASSWORD, logIn, type Person, subscribedTenant } from '../../support/people.ts';
import { untilAnswered, warmUp } from '../../support/races.ts';
import { eventsOf } from '../../support/settled.ts';

const create = ({ token }: Person, given: object, group: object = { name: '照会', permissions: {} }) =>
  call('POST', '/groups', { token, body: { ...group, confirmation: given } });

const wrong = (given: object) => ({ ...given, transactionPassword: 'Wrong-99x' });

/** A group that breaks a rule: `operation` needs `inquiry`. */
const BROKEN = { name: '誤り', permissions: { timeDeposit: { operation: true } } };

const status = async ({ token, userId }: Person) => (await call('GET', `/users/${userId}`, { token })).body['transactionStatus'];

const lockMails = async (email: string) =>
  (await mailTo(email)).filter(({ subject }) => subject.includes('取引パスワードがロックされました'));

async function expectLockedOnce(tenantId: string, { userId, email }: Person): Promise<void> {
  const events = await eventsOf(tenantId, 'credential-locked');
  expect(events).toHaveLength(1);
  expect(events[0]?.data).toEqual({ userId, credential: 'transaction-password' });
  expect(await lockMails(email)).toHaveLength(1);
}

describe('locks the transaction password', () => {
  it('C-9 after 5 wrong ones in a row: then the right one is refused, and says so; it is mailed and told once', async () => {
    const { tenantId, master } = await subscribedTenant();
    const given = await confirmation(master, 'createGroup');

    for (let time = 1; time <= 5; time++) expectProblem(await create(master, wrong(given)), 'confirmation-failed', 403);

    expect(await status(master)).toBe('locked');
    expectProblem(await create(master, given), 'transaction-password-locked', 403);
    expectProblem(await create(master, wrong(given)), 'transaction-password-locked', 403);
    expectProblem(await create(master, await confirmation(master, 'createGroup')), 'transaction-password-locked', 403);
    await expectLockedOnce(tenantId, master);
  });

  it('C-9 after 12 wrong ones at once: no more than 5 were tries, and it is mailed and told once', async () => {
    const { tenantId, master } = await subscribedTenant();
    const given = await confirmation(master, 'createGroup');

    await warmUp(() => call('POST', '/groups'));

    const answers = await Promise.all(Array.from({ length: 12 }, () => untilAnswered(() => create(master, wrong(given)))));

    const codes = answers.map(({ body }) => body['code']);
    expect(codes.filter((code) => code === 'confirmation-failed').length).toBeLessThanOrEqual(5);
    for (const code of codes) expect(['confirmation-failed', 'transaction-password-locked']).toContain(code);
    expectProblem(await create(master, given), 'transaction-password-locked', 403);
    await expectLockedOnce(tenantId, master);
  });

  it('C-9 and nothing else: sessions go on, and logging in works', async () => {
    const { master } = await subscribedTenant();
    const given = await confirmation(master, 'createGroup');
    for (let time = 1; time <= 5; time++) await create(master, wrong(given));

    expect((await call('GET', '/groups', { token: master.token })).status).toBe(200);
    expect((await logIn(master.userId, LOGIN_PASSWORD)).status).toBe(201);
  });
});

describe('does not lock the transaction password', () => {
  it('C-9 after 4 wrong ones; a right one starts the count again', async () => {
    const { tenantId, master } = await subscribedTenant();

    for (let row = 1; row <= 3; row++) {
      const given = await confirmation(master, 'createGroup');
      for (let time = 1; time <= 4; time++) await create(master, wrong(given));

      expect((await create(master, given, { name: `グループ${row}`, permissions: {} })).status).toBe(201);
    }

    expect(await eventsOf(tenantId, 'credential-locked')).toEqual([]);
    expect(await lockMails(master.email)).toEqual([]);
  });

  it('C-9 when the operation is refused after a right confirmation, which then can be used again', async () => {
    const { tenantId, master } = await subscribedTenant();
    const given = await confirmation(master, 'createGroup');

    for (let time = 1; time <= 6; time++) expectProblem(await create(master, given, BROKEN), 'rule-violation', 422);

    expect(await status(master)).toBe('active');
    expect((await create(master, given)).status).toBe(201);
    expectProblem(await create(master, given, { name: '二度目', permissions: {} }), 'confirmation-failed', 403);
    expect(await eventsOf(tenantId, 'credential-locked')).toEqual([]);
  });

  it('C-9 when the same right confirmation is sent many times at once', async () => {
    const { tenantId, master } = await subscribedTenant();
    const given = await confirmation(master, 'createGroup');

    const names = Array.from({ length: 10 }, (_, index) => `グループ${index}`);
    await warmUp(() => call('POST', '/groups'));

    const uses = names.map((name) => untilAnswered(() => create(master, given, { name, permissions: {} })));
    const answers = await Promise.all(uses);

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await status(master)).toBe('active');
    expect(await eventsOf(tenantId, 'credential-locked')).toEqual([]);
  });

  it('C-9 when no mail token was asked for: nothing was tried then', async () => {
    const { master } = await subscribedTenant();

    for (let time = 1; time <= 6; time++) {
      const given = { transactionPassword: 'Wrong-99x', mailToken: '123456' };
      expectProblem(await create(master, given), 'confirmation-failed', 403);
    }

    expect(await status(master)).toBe('active');
  });
});
