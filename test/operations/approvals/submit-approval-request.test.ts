import { beforeAll, describe, expect, it } from 'vitest';
import { call, expectProblem, local } from '../../support/api.ts';
import {
  APPROVING,
  type Company,
  company,
  submit,
  submitted,
  submittedAlone,
  tokyoDate,
  transfer,
} from '../../support/approvals.ts';
import { mailTo } from '../../support/mailbox.ts';
import { ACCOUNTS, addedPerson, confirmation, createGroup, logIn, subscribedTenant } from '../../support/people.ts';
import { eventsOf } from '../../support/settled.ts';
import { recordedOperations } from '../../support/stored.ts';

let us: Company;
let now: string;
beforeAll(async () => {
  us = await company();
  ({ now } = await local<{ now: string }>('GET', '/clock'));
});

const told = async (type: string, requestId: string) =>
  (await eventsOf(us.tenantId, type)).filter(({ aggregate }) => aggregate.id === requestId);

describe('above the own limit', () => {
  it('A-2 A-7 H-2 waits, tells of it, and expires with the execution date in Tokyo', async () => {
    const executeOn = tokyoDate(now, 9);
    const { status, body } = await submit(us.maker, transfer({ executeOn, summary: '11月分' }));

    expect(status, JSON.stringify(body)).toBe(201);
    expect(body).toMatchObject({ status: 'pending', makerUserId: us.maker.userId, executeOn, summary: '11月分', version: 1 });
    expect(body.expiresAt).toBe(`${executeOn}T15:00:00.000Z`);
    expect(body).not.toHaveProperty('decidedAt');
    expect(await told('approval-request-submitted', body.requestId)).toMatchObject([{ data: { amount: 3_000_000, executeOn } }]);
    expect(await told('transfer-approved', body.requestId)).toEqual([]);
    expect(recordedOperations(us.tenantId)).toContainEqual(
      expect.objectContaining({ operation: 'submitApprovalRequest', subjects: [body.requestId] }),
    );
  });

  it('A-7 without a date expires after 30 days', async () => {
    const { submittedAt, expiresAt } = await submitted(us.maker);

    expect(Date.parse(expiresAt) - Date.parse(submittedAt)).toBe(30 * 24 * 60 * 60 * 1000);
  });

  it('R-3 once, when the request is repeated with its Idempotency-Key', async () => {
    const body = transfer();
    const key = { 'idempotency-key': 'transfer-once' };

    const first = await submit(us.maker, body, key);
    expect((await submit(us.maker, body, key)).body).toEqual(first.body);
    expect(await told('approval-request-submitted', first.body.requestId)).toHaveLength(1);
  });
});

describe('within the own limit', () => {
  it('A-2 A-4 is approved at once, to the very yen of the limit, and told by one event', async () => {
    const { status, body } = await submittedAlone(us.approver, { amount: 1_000_000 });

    expect(status, JSON.stringify(body)).toBe(201);
    expect(body).toMatchObject({ status: 'auto-approved', decidedByUserId: us.approver.userId, version: 1 });
    expect(await told('transfer-approved', body.requestId)).toMatchObject([
      { data: { makerUserId: us.approver.userId, approvedByUserId: us.approver.userId } },
    ]);
    expect(await told('approval-request-submitted', body.requestId)).toEqual([]);
    expect((await submitted(us.approver, { amount: 1_000_001 })).status).toBe('pending');
  });

  it('P-3 per transfer, or per total of one bulk transfer: what went before counts for nothing', async () => {
    for (const kind of ['transfer', 'bulk-transfer', 'transfer']) {
      expect((await submittedAlone(us.approver, { kind, amount: 1_000_000 })).body.status).toBe('auto-approved');
    }
  });

  it('A-2 P-7 by the master, whatever the amount', async () => {
    expect((await submittedAlone(us.master, { amount: 999_999_999_999, kind: 'bulk-transfer' })).body.status).toBe(
      'auto-approved',
    );
  });

  it('A-2 needs a confirmation, whose mail shows what it confirms', async () => {
    expectProblem(await submit(us.approver, transfer({ amount: 500_000 })), 'confirmation-required', 403);

    await submittedAlone(us.approver, { amount: 765_432 });
    expect((await mailTo(us.approver.email))[0]?.text).toContain(`Account: ${ACCOUNTS[0]}\nAmount: JPY 765,432\n`);
  });

  it.each([
    ['kind', { kind: 'bulk-transfer' }],
    ['amount', { amount: 500_001 }],
    ['reference', { reference: 'another' }],
  ])('A-2 C-10 a token serves for no other %s', async (_, changes) => {
    const { kind, accountId, amount, reference } = transfer({ amount: 500_000 });
    const token = await confirmation(us.approver, 'submitApprovalRequest', { kind, accountId, amount, reference });

    const answer = await submit(us.approver, { kind, accountId, amount, reference, ...changes, confirmation: token });
    expectProblem(answer, 'confirmation-failed', 403);
  });
});

describe('refused, with nothing changed', () => {
  it.each([
    ['0', { amount: 0 }, '/amount'],
    ['negative', { amount: -1 }, '/amount'],
    ['fractional', { amount: 1.5 }, '/amount'],
    ['above 999,999,999,999', { amount: 1_000_000_000_000 }, '/amount'],
    ['text', { amount: '3000000' }, '/amount'],
    ['a date that is none', { executeOn: '2027-02-30' }, '/executeOn'],
    ['a time', { executeOn: '2027-02-20T00:00:00Z' }, '/executeOn'],
    ['a reference of 65 characters', { reference: 'x'.repeat(65) }, '/reference'],
    ['a reference with a line break', { reference: 'INV\n1' }, '/reference'],
    ['a reference with a space at its end', { reference: 'INV 1 ' }, '/reference'],
    ['a reference with a character nobody sees', { reference: 'INV\u200b1' }, '/reference'],
    ['a reference in another normal form', { reference: 'Cafe\u0301' }, '/reference'],
    ['no reference', { reference: undefined }, '/reference'],
  ])('A-2 %s', async (_, changes, pointer) => {
    expect(expectProblem(await submit(us.maker, transfer(changes)), 'invalid-request', 400)).toMatchObject([{ pointer }]);
  });

  it('A-2 a day that is over in Tokyo', async () => {
    const errors = expectProblem(await submit(us.maker, transfer({ executeOn: tokyoDate(now, -1) })), 'rule-violation', 422);

    expect(errors).toMatchObject([{ pointer: '/executeOn', code: 'date-passed' }]);
  });

  it('P-8 an account of nobody', async () => {
    const errors = expectProblem(await submit(us.maker, transfer({ accountId: '999-9999999' })), 'rule-violation', 422);

    expect(errors).toMatchObject([{ pointer: '/accountId', code: 'unknown-account' }]);
  });

  it('A-1 P-1 without the right on the account, or for the kind', async () => {
    expectProblem(await submit(us.maker, transfer({ accountId: ACCOUNTS[1] })), 'permission-denied', 403);

    const single = { accounts: { [ACCOUNTS[0]]: { inquiry: true, operation: true, transfer: true } } };
    const person = await addedPerson(us.master, await createGroup(us.master, '単件', single));
    expectProblem(await submit(person, transfer({ kind: 'bulk-transfer' })), 'permission-denied', 403);
  });

  it('A-9 a reference used before, whatever became of it', async () => {
    const { reference } = await submitted(us.maker);

    expectProblem(await submit(us.maker, transfer({ reference })), 'duplicate-reference', 409);
    expectProblem(await submittedAlone(us.master, { reference }), 'duplicate-reference', 409);
  });

  it('A-8 what nobody can approve now: the only other approver is locked, or has not logged in yet', async () => {
    const { master } = await subscribedTenant();
    const maker = await addedPerson(master, await createGroup(master, '作成', { ...APPROVING, approval: null }));
    expect((await submit(maker, transfer())).status).toBe(201);

    for (let failures = 0; failures < 5; failures++) await logIn(master.userId, 'Wrong-1234');

    expectProblem(await submit(maker, transfer()), 'no-eligible-approver', 409);
  });

  it('S-1 R-1 without a subscription; a request stays in its tenant', async () => {
    const request = await submitted(us.maker);
    const other = await company();
    const same = await submit(other.maker, transfer({ reference: request.reference }));

    expect(same.status).toBe(201);
    const list = await call<{ requests: unknown[] }>('GET', '/approval-requests', { token: other.master.token });
    expect(list.body.requests).toEqual([same.body]);
  });
});
