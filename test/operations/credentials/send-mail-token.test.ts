import { describe, expect, it } from 'vitest';
import { contracts } from '../../../functions/contracts/index.ts';
import { advanceClock, call, expectProblem, local } from '../../support/api.ts';
import { mailed, mailTo } from '../../support/mailbox.ts';
import {
  ACCOUNTS,
  logIn,
  type Person,
  registeredTenant,
  setUp,
  subscribedTenant,
  TRANSACTION_PASSWORD,
} from '../../support/people.ts';
import { untilAnswered, warmUp } from '../../support/races.ts';
import { settled } from '../../support/settled.ts';

const MINUTE_MS = 60_000;

const send = ({ token }: Pick<Person, 'token'>, body: object = { operation: 'createGroup' }) =>
  call<{ sentTo: string; expiresAt: string }>('POST', '/me/mail-tokens', { token, body });

const tokenMails = async (email: string) => (await mailTo(email)).filter(({ text }) => text.includes('Mail token: '));

describe('mails a token', () => {
  it('C-9 of six digits to the caller, and answers the masked address and the end of the ten minutes', async () => {
    const { email, tenantId } = await registeredTenant();
    const person = await setUp(email);
    const before = Date.parse((await local<{ now: string }>('GET', '/clock')).now);

    const { status, body } = await send(person);

    expect(status).toBe(202);
    expect(body).toEqual({ sentTo: 't***@example.co.jp', expiresAt: expect.any(String) });
    expect(JSON.stringify(body)).not.toContain(tenantId);
    expect(Date.parse(body.expiresAt)).toBeGreaterThanOrEqual(before + 10 * MINUTE_MS);
    expect(Date.parse(body.expiresAt)).toBeLessThan(before + 11 * MINUTE_MS);
    expect(await mailed(email, 'Mail token')).toMatch(/^\d{6}$/);

    await settled();
    const mails = await tokenMails(email);
    expect(mails).toHaveLength(1);
    expect(mails[0]?.subject).not.toMatch(/\d{6}/);
  });

  it('C-9 for every operation that may take a confirmation', async () => {
    const person = await setUp((await registeredTenant()).email);
    const confirmed = Object.values(contracts).filter(({ confirmation }) => confirmation !== undefined);
    const transfer = { kind: 'transfer', accountId: ACCOUNTS[0], amount: 1, reference: 'INV-1' };

    for (const { id, target } of confirmed.filter((contract) => contract.target !== 'decision')) {
      expect((await send(person, { operation: id, ...(target && { target: transfer }) })).status, id).toBe(202);
    }
    // Of a decision the request is looked at: test/operations/approvals proves those.
    expect(confirmed.filter(({ target }) => target === 'decision').map(({ id }) => id)).toEqual([
      'approveRequest',
      'returnRequest',
      'cancelApproval',
    ]);
  });
});

describe('refuses', () => {
  it('C-9 every operation that never takes a confirmation', async () => {
    const person = await setUp((await registeredTenant()).email);
    const unconfirmed = Object.values(contracts).filter(({ confirmation }) => confirmation === undefined);

    for (const { id } of unconfirmed) {
      const errors = expectProblem(await send(person, { operation: id }), 'invalid-request', 400);
      expect(errors, id).toMatchObject([{ pointer: '/operation', code: 'invalid-value' }]);
    }
    await settled();
    expect(await tokenMails(person.email)).toEqual([]);
  });

  it('R-6 an operation there is not, none, and a list of them', async () => {
    const person = await setUp((await registeredTenant()).email);

    for (const operation of ['dropTable', '', 7, ['createGroup'], undefined]) {
      const errors = expectProblem(await send(person, { operation }), 'invalid-request', 400);
      expect(errors).toMatchObject([{ pointer: '/operation' }]);
    }
  });

  it('C-4 while the initial set-up is pending', async () => {
    const { representativeUserId, email } = await registeredTenant();
    const { body } = await logIn(representativeUserId, await mailed(email, 'Temporary login password'));

    expectProblem(await send(body), 'required-action', 403);
    await settled();
    expect(await tokenMails(email)).toEqual([]);
  });
});

describe('sends at most 30 in 10 minutes', () => {
  it('C-9 then answers 429 and when to try again; the last token stays good, others are not held up', async () => {
    const { master } = await subscribedTenant();
    const other = await setUp((await registeredTenant()).email);
    for (let time = 1; time <= 29; time++) expect((await send(master)).status).toBe(202);
    // Mails may overtake each other: the last one is asked for when the others are there.
    await settled();
    expect((await send(master)).status).toBe(202);

    const answer = await send(master);

    expectProblem(answer, 'too-many-requests', 429);
    const retryAfter = Number(answer.headers.get('retry-after'));
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(600);
    expect((await send(other)).status).toBe(202);

    await settled();
    const mails = await tokenMails(master.email);
    expect(mails).toHaveLength(30);

    const [, mailToken] = /^Mail token: (\d+)$/m.exec(mails[0]?.text ?? '') ?? [];
    const confirmation = { transactionPassword: TRANSACTION_PASSWORD, mailToken };
    const created = await call('POST', '/groups', { token: master.token, body: { name: '照会', permissions: {}, confirmation } });
    expect(created.status).toBe(201);

    await advanceClock(`PT${retryAfter}S`);
    expect((await send(master)).status).toBe(202);
  });

  it('C-9 also when they are asked for at once', async () => {
    const person = await setUp((await registeredTenant()).email);
    for (let time = 1; time <= 27; time++) expect((await send(person)).status).toBe(202);

    await warmUp(() => call('POST', '/me/mail-tokens'));

    const answers = await Promise.all(Array.from({ length: 8 }, () => untilAnswered(() => send(person))));

    expect(answers.filter(({ status }) => status === 202)).toHaveLength(3);
    for (const answer of answers) if (answer.status !== 202) expectProblem(answer, 'too-many-requests', 429);
    await settled();
    expect(await tokenMails(person.email)).toHaveLength(30);
  });
});

describe('refuses, and mails nothing', () => {
  it('C-10 a target for an operation that is about nothing but itself', async () => {
    const person = await setUp((await registeredTenant()).email);
    const target = { requestId: '01980d1e-7a3c-7c5e-9a41-3f6c2b1d8e70', version: 1 };

    const answer = await send(person, { operation: 'createGroup', target });

    expect(expectProblem(answer, 'invalid-request', 400)).toMatchObject([{ pointer: '/target', code: 'unknown-field' }]);
    await settled();
    expect(await tokenMails(person.email)).toEqual([]);
  });
});
