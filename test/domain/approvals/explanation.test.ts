import { describe, expect, it } from 'vitest';
import { decide, type Question } from '../../../domain/approvals/decide.ts';
import { TENANT_ENTRIES } from '../../../domain/permissions/catalogue.ts';
import { grantPermissions, type Holder } from '../../../domain/permissions/effective-permissions.ts';
import { completePermissions, type GroupPermissions } from '../../../domain/permissions/permissions.ts';
import { subjectOf } from '../../../domain/permissions/subject.ts';

const BOTH = '101-1000088';
const BULK = '101-1000658';
const NONE = '102-2000001';
const OPEN = [BOTH, BULK, NONE].map((accountId) => ({ accountId, opening: 1 }));
const WITHOUT_TRANSFERS = OPEN.filter(({ accountId }) => accountId === NONE);

const MATRIX = completePermissions({
  accounts: {
    [BOTH]: { inquiry: true, operation: true, transfer: true, bulkTransfer: true },
    [BULK]: { inquiry: true, operation: true, bulkTransfer: true },
  },
  approval: { approvalLimit: 1_000_000, selfApprovalLimit: 50_000 },
  timeDeposit: { inquiry: true },
  important: true,
});
const user: Holder = { role: 'user', granted: grantPermissions(MATRIX as GroupPermissions, OPEN) };
const master: Holder = { role: 'master' };
const representative: Holder = { role: 'representative' };

const explain = (question: Question, holder: Holder, accounts = OPEN) => decide(question, subjectOf(holder, accounts));

const ALONE = (right: 'transfer' | 'bulkTransfer', accountId: string) => [
  { right, accountId, rule: 'A-2', cause: 'confirmation-required' },
];
const ANOTHER = (right: 'transfer' | 'bulkTransfer', accountId: string, limit: number) => [
  { right, accountId, rule: 'A-3', cause: 'approver-required', limit },
];
const CONFIRMED = [{ right: 'approval', rule: 'A-3', cause: 'confirmation-required' }];

describe('of a transfer', () => {
  const question = { right: 'transfer', accountId: BOTH } as const;
  const given = { ...question, rule: 'P-1', cause: 'group' };

  it('A-2 up to the self-approval limit names that limit and a confirmation', () => {
    expect(explain({ ...question, amount: 50_000 }, user)).toEqual({
      decision: 'allow',
      reasons: [given, { ...question, rule: 'A-2', cause: 'within-self-approval-limit', limit: 50_000 }],
      requires: ALONE('transfer', BOTH),
    });
  });

  it('A-2 A-3 a yen above names the limit, and another user whose limit reaches the amount', () => {
    expect(explain({ ...question, amount: 50_001 }, user)).toEqual({
      decision: 'needs-approval',
      reasons: [given, { ...question, rule: 'A-2', cause: 'needs-approval', limit: 50_000 }],
      requires: ANOTHER('transfer', BOTH, 50_001),
    });
  });

  it('A-2 without an amount is about 1 yen', () => {
    const noLimits: Holder = { role: 'user', granted: { ...user.granted, approval: null } };

    expect(explain(question, user)).toEqual(explain({ ...question, amount: 1 }, user));
    expect(explain(question, noLimits)).toEqual({
      decision: 'needs-approval',
      reasons: [given, { ...question, rule: 'A-2', cause: 'needs-approval', limit: 0 }],
      requires: ANOTHER('transfer', BOTH, 1),
    });
  });

  it('P-7 of the master meets no limit', () => {
    expect(explain({ ...question, amount: 999_999_999_999 }, master)).toEqual({
      decision: 'allow',
      reasons: [
        { ...question, rule: 'P-7', cause: 'master' },
        { ...question, rule: 'A-2', cause: 'within-self-approval-limit', limit: null },
      ],
      requires: ALONE('transfer', BOTH),
    });
  });

  it('P-1 without the right names it, and asks for nothing', () => {
    expect(explain({ ...question, accountId: BULK, amount: 1 }, user)).toEqual({
      decision: 'deny',
      reasons: [{ right: 'transfer', accountId: BULK, rule: 'P-1', cause: 'right-missing' }],
      requires: [],
    });
    expect(explain({ right: 'transfer' }, user).reasons).toEqual([{ right: 'transfer', rule: 'P-1', cause: 'right-missing' }]);
  });
});

describe('of approving', () => {
  const approval = { right: 'approval', rule: 'P-2', cause: 'group' };
  const within = { right: 'approval', rule: 'A-3', cause: 'within-approval-limit', limit: 1_000_000 };

  it('A-3 a transfer names the right to approve, the right to such a transfer, the limit and a confirmation', () => {
    expect(explain({ right: 'approval', accountId: BOTH, kind: 'transfer', amount: 1_000_000 }, user)).toEqual({
      decision: 'allow',
      reasons: [approval, { right: 'transfer', accountId: BOTH, rule: 'P-1', cause: 'group' }, within],
      requires: CONFIRMED,
    });
  });

  it('A-3 a yen too much names the limit only', () => {
    expect(explain({ right: 'approval', accountId: BOTH, kind: 'transfer', amount: 1_000_001 }, user)).toEqual({
      decision: 'deny',
      reasons: [{ right: 'approval', rule: 'A-3', cause: 'above-approval-limit', limit: 1_000_000 }],
      requires: [],
    });
  });

  it('A-3 the kind that the user may not make names the right to it', () => {
    expect(explain({ right: 'approval', accountId: BULK, kind: 'bulk-transfer' }, user).decision).toBe('allow');
    expect(explain({ right: 'approval', accountId: BULK, kind: 'transfer' }, user)).toEqual({
      decision: 'deny',
      reasons: [{ right: 'transfer', accountId: BULK, rule: 'P-1', cause: 'right-missing' }],
      requires: [],
    });
  });

  it('A-3 of either kind names the rights there are, and both where there is none', () => {
    const rights = (accountId: string) => explain({ right: 'approval', accountId }, user).reasons.map(({ right }) => right);

    expect(rights(BOTH)).toEqual(['approval', 'transfer', 'bulkTransfer']);
    expect(rights(BULK)).toEqual(['approval', 'bulkTransfer']);
    expect(rights(NONE)).toEqual(['transfer', 'bulkTransfer']);
  });

  it('P-2 on any account and of any amount names the right alone', () => {
    expect(explain({ right: 'approval' }, user)).toEqual({ decision: 'allow', reasons: [approval], requires: CONFIRMED });
  });

  it('P-7 by the master meets no limit', () => {
    expect(explain({ right: 'approval', amount: 999_999_999_999 }, master)).toEqual({
      decision: 'allow',
      reasons: [
        { right: 'approval', rule: 'P-7', cause: 'master' },
        { right: 'approval', rule: 'A-3', cause: 'within-approval-limit', limit: null },
      ],
      requires: CONFIRMED,
    });
  });

  it('P-8 says that the right went with the last account that could be transferred from', () => {
    expect(explain({ right: 'approval', amount: 1 }, user, WITHOUT_TRANSFERS)).toEqual({
      decision: 'deny',
      reasons: [{ right: 'approval', rule: 'P-8', cause: 'account-closed' }],
      requires: [],
    });
  });

  it('P-2 without the right names it', () => {
    const noLimits: Holder = { role: 'user', granted: { ...user.granted, approval: null } };

    expect(explain({ right: 'approval', accountId: BOTH }, noLimits)).toEqual({
      decision: 'deny',
      reasons: [{ right: 'approval', rule: 'P-2', cause: 'right-missing' }],
      requires: [],
    });
  });
});

describe('of any other right', () => {
  const allowed = (reason: object) => ({ decision: 'allow', reasons: [reason], requires: [] });
  const denied = (reason: object) => ({ decision: 'deny', reasons: [reason], requires: [] });

  it('P-1 P-5 tells inquiry that the group gives from inquiry that `important` includes', () => {
    const inquiry = { right: 'inquiry', accountId: BOTH } as const;
    const included = { right: 'inquiry', accountId: NONE } as const;

    expect(explain(inquiry, user)).toEqual(allowed({ ...inquiry, rule: 'P-1', cause: 'group' }));
    expect(explain(included, user)).toEqual(allowed({ ...included, rule: 'P-5', cause: 'included-in-important' }));
  });

  it('P-4 P-5 names the rule for rights of its kind', () => {
    expect(explain({ right: 'timeDeposit.inquiry' }, user)).toEqual(
      allowed({ right: 'timeDeposit.inquiry', rule: 'P-4', cause: 'group' }),
    );
    expect(explain({ right: 'important' }, user)).toEqual(allowed({ right: 'important', rule: 'P-5', cause: 'group' }));
    expect(explain({ right: 'timeDeposit.operation' }, user)).toEqual(
      denied({ right: 'timeDeposit.operation', rule: 'P-4', cause: 'right-missing' }),
    );
    expect(explain({ right: 'history' }, user)).toEqual(denied({ right: 'history', rule: 'P-5', cause: 'right-missing' }));
  });

  it('P-8 on a closed account the group gives nothing any more, and the master has nothing', () => {
    const asked = { right: 'operation', accountId: BOTH } as const;

    expect(explain(asked, user, WITHOUT_TRANSFERS)).toEqual(denied({ ...asked, rule: 'P-1', cause: 'right-missing' }));
    expect(explain(asked, master, WITHOUT_TRANSFERS)).toEqual(denied({ ...asked, rule: 'P-8', cause: 'account-unknown' }));
  });

  it('S-3 tells the representative to apply, whatever is asked', () => {
    const asked = [...TENANT_ENTRIES.map(({ id }) => ({ right: id })), { right: 'inquiry', accountId: BOTH } as const];

    for (const question of asked) {
      expect(explain(question, representative)).toEqual(denied({ ...question, rule: 'S-3', cause: 'not-applied' }));
    }
  });
});
