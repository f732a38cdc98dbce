import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACCOUNT_ENTRIES, TENANT_ENTRIES } from '../../../domain/permissions/catalogue.ts';
import {
  effectivePermissions,
  grantPermissions,
  type Holder,
  hasRight,
} from '../../../domain/permissions/effective-permissions.ts';
import { explainPermissions } from '../../../domain/permissions/explain-permissions.ts';
import { holdsPermission } from '../../../domain/permissions/holds-permission.ts';
import { completePermissions } from '../../../domain/permissions/permissions.ts';
import { ACCOUNT_IDS, soundMatrix } from './arbitraries.ts';

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

describe('explainPermissions', () => {
  it('P-1 P-2 P-4 P-5 P-7 P-8 gives a reason for every right there is, and for no other', () => {
    fc.assert(
      fc.property(holders, someOpen, (holder, accounts) => {
        const effective = effectivePermissions(holder, accounts);
        const held = [
          ...accounts.flatMap(({ accountId }) =>
            ACCOUNT_ENTRIES.filter(({ id }) => hasRight(effective, id, accountId)).map(({ id }) => `${id} ${accountId}`),
          ),
          ...TENANT_ENTRIES.filter(({ id }) => hasRight(effective, id)).map(({ id }) => id),
        ];

        const explained = explainPermissions(holder, accounts)
          .filter(({ cause }) => cause !== 'account-closed')
          .map(({ right, accountId }) => (accountId === undefined ? right : `${right} ${accountId}`));

        expect(explained).toEqual(held);
      }),
    );
  });

  it('P-5 tells inquiry that the group gives from inquiry that `important` includes', () => {
    const matrix = completePermissions({
      accounts: { [FIRST]: { inquiry: true, operation: true, transfer: true } },
      important: true,
    });
    const reasons = explainPermissions(member(matrix as Parameters<typeof member>[0]), OPEN);

    expect(reasons.filter(({ right }) => right === 'inquiry')).toEqual([
      { right: 'inquiry', accountId: FIRST, rule: 'P-1', cause: 'group' },
      ...ACCOUNT_IDS.slice(1).map((accountId) => ({
        right: 'inquiry',
        accountId,
        rule: 'P-5',
        cause: 'included-in-important',
      })),
    ]);
  });

  it('P-8 says when approval went with the last account that had a transfer right', () => {
    const matrix = completePermissions({
      accounts: { [FIRST]: { inquiry: true, operation: true, transfer: true } },
      approval: { approvalLimit: 10_000, selfApprovalLimit: 0 },
    });
    const holder = member(matrix as Parameters<typeof member>[0]);
    const closed = OPEN.filter(({ accountId }) => accountId !== FIRST);

    expect(explainPermissions(holder, OPEN)).toContainEqual({ right: 'approval', rule: 'P-2', cause: 'group' });
    expect(explainPermissions(holder, closed)).toEqual([{ right: 'approval', rule: 'P-8', cause: 'account-closed' }]);
  });
});

describe('holdsPermission', () => {
  it('P-5 P-8 finds inquiry of an account that was closed and opened again in `important`, no longer in the group', () => {
    const matrix = completePermissions({ accounts: { [FIRST]: { inquiry: true } }, important: true });
    const reopened = OPEN.map((account) => ({ ...account, opening: account.accountId === FIRST ? 2 : 1 }));

    const asked = { right: 'inquiry', accountId: FIRST } as const;

    expect(holdsPermission(asked, member(matrix as Parameters<typeof member>[0]), reopened)).toMatchObject([{ rule: 'P-5' }]);
  });

  it('agrees with effective permissions on every right, account and holder', () => {
    fc.assert(
      fc.property(holders, someOpen, fc.constantFrom(...ACCOUNT_IDS), (holder, accounts, accountId) => {
        const effective = effectivePermissions(holder, accounts);

        for (const { id } of ACCOUNT_ENTRIES) {
          expect(holdsPermission({ right: id, accountId }, holder, accounts).length > 0).toBe(hasRight(effective, id, accountId));
        }
        for (const { id } of TENANT_ENTRIES) {
          expect(holdsPermission({ right: id }, holder, accounts).length > 0).toBe(hasRight(effective, id));
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

          const reasons = holdsPermission({ right: 'approval', accountId, amount }, holder, OPEN);

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
      holdsPermission({ right, accountId, amount }, who, OPEN).map(({ cause }) => cause);

    expect(causes('transfer', FIRST, 50_000)).toEqual(['group', 'within-self-approval-limit']);
    expect(causes('bulkTransfer', SECOND, 50_001)).toEqual(['group', 'needs-approval']);
    expect(causes('transfer', SECOND, 1)).toEqual([]);
    expect(causes('transfer', FIRST, 999_999_999_999, { role: 'master' })).toEqual(['master', 'within-self-approval-limit']);
    expect(causes('transfer', FIRST, 1, { role: 'representative' })).toEqual([]);
  });
});
