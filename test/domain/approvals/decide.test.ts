import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, type Question } from '../../../domain/approvals/decide.ts';
import { ACCOUNT_ENTRIES, TENANT_ENTRIES } from '../../../domain/permissions/catalogue.ts';
import {
  effectivePermissions,
  grantPermissions,
  type Holder,
  hasRight,
  type OwnedAccount,
} from '../../../domain/permissions/effective-permissions.ts';
import { completePermissions } from '../../../domain/permissions/permissions.ts';
import { subjectOf } from '../../../domain/permissions/subject.ts';
import { ACCOUNT_IDS, soundMatrix } from '../permissions/arbitraries.ts';

const OPEN = ACCOUNT_IDS.map((accountId) => ({ accountId, opening: 1 }));
const [FIRST, SECOND] = ACCOUNT_IDS;
const member = (matrix: Parameters<typeof grantPermissions>[0]): Holder => ({
  role: 'user',
  granted: grantPermissions(matrix, OPEN),
});
const holders: fc.Arbitrary<Holder> = fc.oneof(
  soundMatrix.map(member),
  fc.constantFrom<Holder>({ role: 'master' }, { role: 'representative' }),
);
const someOpen = fc.subarray(OPEN);

/** Why somebody may, alone or with another user's approval; nothing for who may not. */
function grounds(question: Question, holder: Holder, accounts: readonly OwnedAccount[]) {
  const { decision, reasons } = decide(question, subjectOf(holder, accounts));

  return decision === 'deny' ? [] : reasons;
}

describe('decide', () => {
  it('P-5 P-8 finds inquiry of an account that was closed and opened again in `important`, no longer in the group', () => {
    const matrix = completePermissions({ accounts: { [FIRST]: { inquiry: true } }, important: true });
    const reopened = OPEN.map((account) => ({ ...account, opening: account.accountId === FIRST ? 2 : 1 }));

    const asked = { right: 'inquiry', accountId: FIRST } as const;

    expect(grounds(asked, member(matrix as Parameters<typeof member>[0]), reopened)).toMatchObject([{ rule: 'P-5' }]);
  });

  it('agrees with effective permissions on every right, account and holder', () => {
    fc.assert(
      fc.property(holders, someOpen, fc.constantFrom(...ACCOUNT_IDS), (holder, accounts, accountId) => {
        const effective = effectivePermissions(holder, accounts);

        for (const { id } of ACCOUNT_ENTRIES) {
          expect(grounds({ right: id, accountId }, holder, accounts).length > 0).toBe(hasRight(effective, id, accountId));
        }
        for (const { id } of TENANT_ENTRIES) {
          expect(grounds({ right: id }, holder, accounts).length > 0).toBe(hasRight(effective, id));
        }
      }),
    );
  });

  it('P-2 A-3 approval of an amount takes a limit that reaches it and a transfer right on the account', () => {
    fc.assert(
      fc.property(
        holders,
        fc.constantFrom(...ACCOUNT_IDS),
        fc.integer({ min: 1, max: 999_999_999_999 }),
        (holder, accountId, amount) => {
          const { approval, accounts } = effectivePermissions(holder, OPEN);
          const reaches = approval !== null && (approval.approvalLimit === null || amount <= approval.approvalLimit);
          const row = accounts[accountId];
          const transfers = row?.transfer === true || row?.bulkTransfer === true;

          const reasons = grounds({ right: 'approval', accountId, amount }, holder, OPEN);

          expect(reasons.length > 0).toBe(reaches && transfers);
        },
      ),
    );
  });

  it('A-2 says whether the holder of a transfer right could approve the amount alone', () => {
    const matrix = completePermissions({
      accounts: {
        [FIRST]: { inquiry: true, operation: true, transfer: true },
        [SECOND]: { inquiry: true, operation: true, bulkTransfer: true },
      },
      approval: { approvalLimit: 1_000_000, selfApprovalLimit: 50_000 },
    });
    const holder = member(matrix as Parameters<typeof member>[0]);
    const causes = (right: 'transfer' | 'bulkTransfer', accountId: string, amount: number, who: Holder = holder) =>
      grounds({ right, accountId, amount }, who, OPEN).map(({ cause }) => cause);

    expect(causes('transfer', FIRST, 50_000)).toEqual(['group', 'within-self-approval-limit']);
    expect(causes('bulkTransfer', SECOND, 50_001)).toEqual(['group', 'needs-approval']);
    expect(causes('transfer', SECOND, 1)).toEqual([]);
    expect(causes('transfer', FIRST, 999_999_999_999, { role: 'master' })).toEqual(['master', 'within-self-approval-limit']);
    expect(causes('transfer', FIRST, 1, { role: 'representative' })).toEqual([]);
  });
});
