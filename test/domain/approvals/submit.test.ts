import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Person } from '../../../domain/approvals/approver.ts';
import { type Candidate, eligibleApprovers } from '../../../domain/approvals/eligible-approvers.ts';
import { submit } from '../../../domain/approvals/submit.ts';
import { subjectOf } from '../../../domain/permissions/subject.ts';

const ACCOUNT = '101-1000088';
const OPEN = [{ accountId: ACCOUNT, opening: 1 }];
const master: Person = { userId: '1000000009', subject: subjectOf({ role: 'master' }, OPEN), accounts: OPEN };
const transfer = { kind: 'transfer', accountId: ACCOUNT, amount: 1, reference: 'INV-1' } as const;
const requestId = '01980d1e-7a3c-7c5e-9a41-3f6c2b1d8e70';

const DAY_MS = 24 * 60 * 60 * 1000;
const instants = fc.date({ min: new Date('2026-01-01T00:00:00Z'), max: new Date('2030-01-01T00:00:00Z'), noInvalidDate: true });

/** By the calendar of the platform, where the product counts milliseconds. */
const inTokyo = (instant: Date) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo', dateStyle: 'short' }).format(instant);

describe('submit', () => {
  it('A-2 takes an execution date of today or later in Tokyo, whatever the hour', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: -3, max: 400 }), (now, days) => {
        const executeOn = inTokyo(new Date(now.getTime() + days * DAY_MS));

        expect(submit({ ...transfer, executeOn }, master, { requestId, now }).ok).toBe(days >= 0);
      }),
    );
  });

  it('A-7 ends with the execution date in Tokyo, or 30 days after submission', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 400 }), (now, days) => {
        const executeOn = inTokyo(new Date(now.getTime() + days * DAY_MS));
        const dated = submit({ ...transfer, executeOn }, master, { requestId, now });
        const undated = submit(transfer, master, { requestId, now });
        if (!dated.ok || !undated.ok) throw new Error('The master may submit anything');

        const end = new Date(dated.value.endsAt);
        expect(inTokyo(end)).not.toBe(executeOn);
        expect(inTokyo(new Date(end.getTime() - 1))).toBe(executeOn);
        expect(Date.parse(undated.value.endsAt) - now.getTime()).toBe(30 * DAY_MS);
      }),
    );
  });

  it('P-8 refuses an account that the tenant does not own (any more), and names every wrong field', () => {
    const now = new Date('2026-12-01T03:00:00.000Z');

    expect(submit({ ...transfer, accountId: '999-9999999', executeOn: '2026-11-30' }, master, { requestId, now })).toMatchObject({
      refusal: {
        code: 'rule-violation',
        errors: [
          { pointer: '/accountId', code: 'unknown-account' },
          { pointer: '/executeOn', code: 'date-passed' },
        ],
      },
    });
  });
});

describe('eligibleApprovers', () => {
  const candidate: Candidate = {
    ...master,
    name: '青葉 太郎',
    pendingSetUp: 'none',
    loginStatus: 'active',
    transactionStatus: 'active',
  };
  const submitted = submit(
    transfer,
    { ...master, userId: '1000000001' },
    { requestId, now: new Date('2026-12-01T03:00:00.000Z') },
  );
  if (!submitted.ok) throw new Error('The master may submit anything');
  const request = submitted.value;

  it('A-8 takes a login and a transaction password in order', () => {
    const outOfOrder: Partial<Candidate>[] = [
      ...(['invited', 'invitation-expired', 'locked', 'reset-pending'] as const).map((loginStatus) => ({ loginStatus })),
      ...(['unset', 'locked', 'reset-pending'] as const).map((transactionStatus) => ({ transactionStatus })),
      ...(['first-login', 'after-login-reset', 'transaction-password'] as const).map((pendingSetUp) => ({ pendingSetUp })),
    ];

    expect(eligibleApprovers(request, [candidate])).toHaveLength(1);
    for (const changes of outOfOrder) expect(eligibleApprovers(request, [{ ...candidate, ...changes }])).toEqual([]);
  });

  it('A-3 A-8 never names the maker', () => {
    expect(eligibleApprovers({ ...request, makerUserId: master.userId }, [candidate])).toEqual([]);
  });
});
