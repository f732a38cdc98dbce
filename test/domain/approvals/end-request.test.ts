import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ApprovalRequest, ApprovalState } from '../../../domain/approvals/approval-request.ts';
import { maySee, type Person } from '../../../domain/approvals/approver.ts';
import { approve, cancelApproval, expire, giveBack, withdraw } from '../../../domain/approvals/end-request.ts';
import { grantPermissions, type Holder } from '../../../domain/permissions/effective-permissions.ts';
import { completePermissions, type GroupPermissions } from '../../../domain/permissions/permissions.ts';
import { subjectOf } from '../../../domain/permissions/subject.ts';

const ACCOUNT = '101-1000088';
const OPEN = [{ accountId: ACCOUNT, opening: 1 }];
const NOON = new Date('2026-12-01T03:00:00.000Z');
const MAKER = '1000000001';
const APPROVER = '1000000002';

const decided = { decidedByUserId: APPROVER, decidedAt: '2026-12-01T02:00:00.000Z' };
const STATES: readonly ApprovalState[] = [
  { status: 'pending' },
  { status: 'returned', ...decided },
  { status: 'withdrawn', ...decided },
  { status: 'expired' },
  { status: 'approved', ...decided },
  { status: 'auto-approved', ...decided, decidedByUserId: MAKER },
  { status: 'approval-cancelled', approval: decided, ...decided },
];

function requestOf(changes: Partial<ApprovalRequest> = {}): ApprovalRequest {
  return {
    requestId: '01980d1e-7a3c-7c5e-9a41-3f6c2b1d8e70',
    accountOpening: 1,
    kind: 'transfer',
    accountId: ACCOUNT,
    amount: 100_000,
    reference: 'INV-1',
    makerUserId: MAKER,
    submittedAt: '2026-12-01T01:00:00.000Z',
    endsAt: '2026-12-31T01:00:00.000Z',
    state: { status: 'pending' },
    version: 1,
    ...changes,
  };
}

function person(userId: string, limits: { approvalLimit: number; selfApprovalLimit: number } | null, accounts = OPEN): Person {
  const matrix = completePermissions({
    accounts: { [ACCOUNT]: { inquiry: true, operation: true, transfer: true } },
    approval: limits,
  }) as GroupPermissions;
  // With the last account that has a transfer right goes the right to approve; one more keeps it (P-8).
  const holder: Holder = { role: 'user', granted: grantPermissions(matrix, OPEN) };

  return { userId, subject: subjectOf(holder, accounts), accounts };
}

const master = (accounts = OPEN): Person => ({
  userId: '1000000009',
  subject: subjectOf({ role: 'master' }, accounts),
  accounts,
});
const approver = person(APPROVER, { approvalLimit: 1_000_000, selfApprovalLimit: 0 });
const act = (who: Person, version = 1, now = NOON) => ({ person: who, version, now });
const CODES = { approve, giveBack, withdraw, cancelApproval };

describe('a request moves on', () => {
  it('A-3 A-6 from the states that each act names, and from no other', () => {
    const later = { executeOn: '2026-12-24' };
    const allowed: Record<keyof typeof CODES, readonly string[]> = {
      approve: ['pending'],
      giveBack: ['pending'],
      withdraw: ['pending'],
      cancelApproval: ['approved', 'auto-approved'],
    };

    for (const [name, transition] of Object.entries(CODES) as [keyof typeof CODES, typeof approve][]) {
      const who = name === 'withdraw' ? person(MAKER, null) : approver;
      const possible = STATES.filter((state) => transition(requestOf({ ...later, state }), act(who)).ok);

      expect(
        possible.map(({ status }) => status),
        name,
      ).toEqual(allowed[name]);
    }
  });

  it('A-4 to the next version, naming who decided and when; nothing else changes', () => {
    const request = requestOf({ executeOn: '2026-12-24' });
    const approved = approve(request, { ...act(approver), comment: '確認' });
    if (!approved.ok) throw new Error(approved.refusal.code);

    const by = { decidedByUserId: APPROVER, decidedAt: NOON.toISOString() };
    expect(approved.value).toEqual({ ...request, version: 2, state: { status: 'approved', ...by, comment: '確認' } });

    const cancelled = cancelApproval(approved.value, act(master(), 2));
    expect(cancelled.ok && cancelled.value.state).toEqual({
      status: 'approval-cancelled',
      approval: { ...by, comment: '確認' },
      decidedByUserId: '1000000009',
      decidedAt: NOON.toISOString(),
    });
  });

  it('A-3 only in the version that was read', () => {
    for (const transition of [approve, giveBack]) {
      expect(transition(requestOf({ version: 3 }), act(approver, 2))).toMatchObject({ refusal: { code: 'version-conflict' } });
    }
  });
});

describe('who may', () => {
  it('A-3 approves and returns: another than the maker, with the right, up to the limit', () => {
    const limits = fc.constantFrom(0, 10_000, 100_000, 1_000_000);

    fc.assert(
      fc.property(limits, fc.integer({ min: 1, max: 1_100_000 }), fc.boolean(), (approvalLimit, amount, isMaker) => {
        const who = person(isMaker ? MAKER : APPROVER, { approvalLimit, selfApprovalLimit: approvalLimit });
        const may = !isMaker && amount <= approvalLimit;

        expect(approve(requestOf({ amount }), act(who)).ok).toBe(may);
        expect(giveBack(requestOf({ amount }), act(who)).ok).toBe(may);
      }),
    );
    expect(approve(requestOf(), act(person(APPROVER, null)))).toMatchObject({ refusal: { code: 'permission-denied' } });
    expect(approve(requestOf({ kind: 'bulk-transfer' }), act(approver))).toMatchObject({
      refusal: { code: 'permission-denied' },
    });
  });

  it('A-3 withdraws: the maker alone, whatever rights are left', () => {
    expect(withdraw(requestOf(), act(person(MAKER, null))).ok).toBe(true);
    expect(withdraw(requestOf(), act(master()))).toMatchObject({ refusal: { code: 'permission-denied' } });
  });

  it('A-6 cancels an approval: who could approve it; one approved alone, its maker as well', () => {
    const later = { executeOn: '2026-12-24' };
    const alone = requestOf({ ...later, state: { status: 'auto-approved', ...decided, decidedByUserId: MAKER } });
    const byAnother = requestOf({ ...later, state: { status: 'approved', ...decided } });
    const maker = person(MAKER, { approvalLimit: 1_000_000, selfApprovalLimit: 100_000 });

    expect(cancelApproval(alone, act(approver)).ok).toBe(true);
    expect(cancelApproval(alone, act(maker)).ok).toBe(true);
    expect(cancelApproval(byAnother, act(maker))).toMatchObject({ refusal: { code: 'permission-denied' } });
    const cancelled = cancelApproval(alone, act(maker));
    expect(cancelled.ok && cancelApproval(cancelled.value, act(maker, 2))).toMatchObject({ refusal: { code: 'wrong-state' } });
    expect(cancelApproval(alone, act(person(MAKER, { approvalLimit: 1_000_000, selfApprovalLimit: 90_000 })))).toMatchObject({
      refusal: { code: 'permission-denied' },
    });
  });

  it('P-8 once the account is closed returns and withdraws, and approves no more', () => {
    const request = requestOf();

    expect(approve(request, act(master([])))).toMatchObject({ refusal: { code: 'wrong-state' } });
    expect(giveBack(request, act(master([]))).ok).toBe(true);
    expect(withdraw(request, act(person(MAKER, null, []))).ok).toBe(true);
    expect(approve(request, act(person(APPROVER, null, [])))).toMatchObject({ refusal: { code: 'permission-denied' } });
  });

  it('P-8 on an account opened again as little as on a closed one', () => {
    const reopened = [{ accountId: ACCOUNT, opening: 3 }];

    expect(approve(requestOf(), act(master(reopened)))).toMatchObject({ refusal: { code: 'wrong-state' } });
    expect(giveBack(requestOf(), act(master(reopened))).ok).toBe(true);
    expect(approve(requestOf({ accountOpening: 3 }), act(master(reopened))).ok).toBe(true);
  });

  it('P-8 sees of a closed account what is not over yet, and no more', () => {
    const stranger: Person = { ...approver, userId: '1000000008', accounts: [] };
    const seen = STATES.filter((state) => maySee(requestOf({ state }), stranger));

    expect(seen.map(({ status }) => status)).toEqual(['pending', 'approved', 'auto-approved']);
    expect(maySee(requestOf({ state: { status: 'returned', ...decided } }), { ...stranger, userId: APPROVER })).toBe(true);
  });
});

describe('by the time', () => {
  it('A-7 a request expires at its end, not before, whoever notes it down', () => {
    const end = requestOf().endsAt;
    const justBefore = new Date(Date.parse(end) - 1);

    expect(approve(requestOf(), act(approver, 1, justBefore)).ok).toBe(true);
    expect(expire(requestOf(), justBefore)).toBeUndefined();
    expect(approve(requestOf(), act(approver, 1, new Date(end)))).toMatchObject({ refusal: { code: 'wrong-state' } });
    expect(expire(requestOf(), new Date(end))).toEqual({ ...requestOf(), state: { status: 'expired' }, version: 2 });
    expect(expire(requestOf({ state: { status: 'withdrawn', ...decided } }), new Date(end))).toBeUndefined();
  });

  it('A-6 an approval can be cancelled until the day before execution ends in Tokyo; without a date never', () => {
    const approved = (executeOn?: string) =>
      requestOf({ state: { status: 'approved', ...decided }, ...(executeOn !== undefined && { executeOn }) });
    const lastMoment = new Date('2026-12-23T14:59:59.999Z');
    const midnight = new Date('2026-12-23T15:00:00.000Z');

    expect(cancelApproval(approved('2026-12-24'), act(approver, 1, lastMoment)).ok).toBe(true);
    expect(cancelApproval(approved('2026-12-24'), act(approver, 1, midnight))).toMatchObject({
      refusal: { code: 'wrong-state' },
    });
    expect(cancelApproval(approved(), act(approver))).toMatchObject({ refusal: { code: 'wrong-state' } });
  });
});
