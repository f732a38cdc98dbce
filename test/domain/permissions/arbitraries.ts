import * as fc from 'fast-check';
import type { OwnedAccount } from '../../../domain/permissions/effective-permissions.ts';
import type { AccountRights, GroupPermissions, Permissions } from '../../../domain/permissions/permissions.ts';

/** Few IDs, so that properties meet shared, unknown and closed accounts often. */
export const ACCOUNT_IDS = ['101-1000088', '101-1000658', '102-2000001', 'odd/~id'] as const;

export const accountId = fc.constantFrom(...ACCOUNT_IDS);

const accountRights: fc.Arbitrary<AccountRights> = fc.record({
  inquiry: fc.boolean(),
  operation: fc.boolean(),
  transfer: fc.boolean(),
  bulkTransfer: fc.boolean(),
});

const limit = fc.oneof(
  fc.constantFrom(
    null,
    -10_000,
    0,
    1,
    9_999,
    10_000,
    999_990_000_000,
    1_000_000_000_000,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    0.5,
  ),
  fc.integer({ min: -5, max: 100_000_000 }).map((tens) => tens * 10_000),
);

const productRights = fc.record({ inquiry: fc.boolean(), operation: fc.boolean() });

const yesNoRights = {
  important: fc.boolean(),
  securitySettings: fc.boolean(),
  userAdministration: fc.boolean(),
  directDebit: fc.boolean(),
  depositAccounts: fc.boolean(),
  history: fc.boolean(),
  mobileApp: fc.boolean(),
  documents: fc.boolean(),
};

/** Any matrix at all, mostly broken ones. */
export const anyMatrix: fc.Arbitrary<Permissions> = fc.record({
  accounts: fc.dictionary(accountId, accountRights, { maxKeys: ACCOUNT_IDS.length }),
  approval: fc.option(fc.record({ approvalLimit: limit, selfApprovalLimit: limit })),
  timeDeposit: productRights,
  foreignCurrency: productRights,
  ...yesNoRights,
});

const EVERY_ACCOUNT_RIGHT: AccountRights = { inquiry: true, operation: true, transfer: true, bulkTransfer: true };

const closedAccountRights: fc.Arbitrary<AccountRights> = fc.constantFrom(
  { inquiry: false, operation: false, transfer: false, bulkTransfer: false },
  { inquiry: true, operation: false, transfer: false, bulkTransfer: false },
  { inquiry: true, operation: true, transfer: true, bulkTransfer: false },
  { inquiry: true, operation: true, transfer: false, bulkTransfer: true },
  EVERY_ACCOUNT_RIGHT,
);

const closedProductRights = fc.constantFrom(
  { inquiry: false, operation: false },
  { inquiry: true, operation: false },
  { inquiry: true, operation: true },
);

const soundLimits = fc
  .tuple(fc.nat(99_999_000), fc.nat(99_999_000))
  .map(([one, other]) => ({ approvalLimit: Math.max(one, other) * 10_000, selfApprovalLimit: Math.min(one, other) * 10_000 }));

/** Matrices built to keep every rule of P-1, P-2 and P-4. */
function soundMatrixOf(
  accounts: fc.Arbitrary<GroupPermissions['accounts']>,
  approval: fc.Arbitrary<GroupPermissions['approval']>,
): fc.Arbitrary<GroupPermissions> {
  return fc
    .record({ accounts, approval, timeDeposit: closedProductRights, foreignCurrency: closedProductRights, ...yesNoRights })
    .map((matrix) => {
      const transfers = Object.values(matrix.accounts).some((rights) => rights.transfer || rights.bulkTransfer);

      return transfers ? matrix : { ...matrix, approval: null };
    });
}

/** What a group may have. */
export const soundMatrix = soundMatrixOf(
  fc.dictionary(accountId, closedAccountRights, { maxKeys: ACCOUNT_IDS.length }),
  fc.option(soundLimits),
);

/** Matrices with much to decide: every right on most accounts, and limits. */
export const generousMatrix = soundMatrixOf(
  fc
    .tuple(...ACCOUNT_IDS.map(() => fc.oneof(fc.constant(EVERY_ACCOUNT_RIGHT), closedAccountRights)))
    .map((rows) => Object.fromEntries(ACCOUNT_IDS.map((id, index) => [id, rows[index] ?? EVERY_ACCOUNT_RIGHT]))),
  soundLimits,
);

/** Later states of accounts that were all of opening 1: most still open, some closed, some closed and opened again. */
export const laterAccounts: fc.Arbitrary<OwnedAccount[]> = fc
  .tuple(...ACCOUNT_IDS.map(() => fc.constantFrom('open', 'open', 'open', 'open', 'closed', 'reopened')))
  .map((states) =>
    ACCOUNT_IDS.flatMap((accountId, index) =>
      states[index] === 'closed' ? [] : [{ accountId, opening: states[index] === 'open' ? 1 : 7 }],
    ),
  );
