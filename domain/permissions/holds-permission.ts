import type { RightId } from './catalogue.ts';
import { isAccountRight } from './dependencies.ts';
import { effectivePermissions, type Holder, type OwnedAccount } from './effective-permissions.ts';
import { accountReason, type Reason, tenantReason } from './explain-permissions.ts';
import type { AccountId, Yen } from './permissions.ts';

/**
 * A right somebody may hold. `accountId` belongs to rights given per account, and to `approval` of transfers from one;
 * `amount` to transfers and their approval.
 */
export type PermissionQuery = {
  readonly right: RightId;
  readonly accountId?: AccountId | undefined;
  readonly amount?: Yen | undefined;
};

/** Whether a holder has what is asked for: the reasons why, or none. */
export function holdsPermission(query: PermissionQuery, holder: Holder, accounts: readonly OwnedAccount[]): Reason[] {
  const { right, accountId, amount } = query;

  if (right === 'approval') return approvalReasons({ accountId, amount }, holder, accounts);
  if (!isAccountRight(right)) return tenantReason(right, holder, accounts);
  if (accountId === undefined) return [];

  const reasons = accountReason(right, accountId, holder, accounts);
  if (reasons.length === 0 || amount === undefined) return reasons;

  return [...reasons, selfApproval({ right, accountId }, amount, holder, accounts)];
}

/** approving takes the right itself, a transfer right on the account, and a limit of at least the amount. */
function approvalReasons(
  { accountId, amount }: Omit<PermissionQuery, 'right'>,
  holder: Holder,
  accounts: readonly OwnedAccount[],
): Reason[] {
  const approval = tenantReason('approval', holder, accounts);
  const onAccount =
    accountId === undefined
      ? []
      : (['transfer', 'bulkTransfer'] as const).flatMap((right) => accountReason(right, accountId, holder, accounts));
  const limit = effectivePermissions(holder, accounts).approval?.approvalLimit;

  if (approval.length === 0 || limit === undefined) return [];
  if (accountId !== undefined && onAccount.length === 0) return [];
  if (amount === undefined) return [...approval, ...onAccount];
  if (!isWithin(amount, limit)) return [];

  return [...approval, ...onAccount, { right: 'approval', rule: 'A-3', cause: 'within-approval-limit', limit }];
}

/** a transfer within the own self-approval limit is approved at once, any other needs somebody else. */
function selfApproval(
  at: Pick<Reason, 'right' | 'accountId'>,
  amount: Yen,
  holder: Holder,
  accounts: readonly OwnedAccount[],
): Reason {
  const { approval } = effectivePermissions(holder, accounts);
  const limit = approval === null ? 0 : approval.selfApprovalLimit;
  const cause = isWithin(amount, limit) ? 'within-self-approval-limit' : 'needs-approval';

  return { ...at, rule: 'A-2', cause, limit };
}

function isWithin(amount: Yen, limit: Yen | null): boolean {
  return limit === null || amount <= limit;
}
