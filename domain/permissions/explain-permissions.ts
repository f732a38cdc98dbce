import { ACCOUNT_ENTRIES, type AccountRight, type RightId, TENANT_ENTRIES, type TenantRight } from './catalogue.ts';
import { givesAccountRight } from './dependencies.ts';
import { currentPermissions, effectivePermissions, type Holder, hasRight, type OwnedAccount } from './effective-permissions.ts';
import type { AccountId, Yen } from './permissions.ts';

/**
 * Why somebody has a right:
 * - `master`: the master has every right (P-7);
 * - `group`: the group's matrix gives it, by the rule for rights of its kind;
 * - `included-in-important`: `important` brings inquiry of every account with it (P-5);
 * - `within-approval-limit`: the amount asked for may be approved (P-2, A-3);
 * - `within-self-approval-limit`, `needs-approval`: what becomes of a transfer of the amount asked for.
 *
 * And why somebody has not, though the group's matrix gives it: `account-closed`, with the last account that had a
 * transfer right went `approval` (P-8).
 */
export type Cause =
  | 'master'
  | 'group'
  | 'included-in-important'
  | 'within-approval-limit'
  | 'within-self-approval-limit'
  | 'needs-approval'
  | 'account-closed';

export type Reason = {
  readonly right: RightId;
  /** Of rights given per account. */
  readonly accountId?: AccountId;
  /** ID of the rule that leads to it. */
  readonly rule: string;
  readonly cause: Cause;
  /** What an amount was held against; `null` is unlimited. */
  readonly limit?: Yen | null;
};

/** Every right a holder has, with the reason: per account first, then for the tenant, in the catalogue's order. */
export function explainPermissions(holder: Holder, accounts: readonly OwnedAccount[]): Reason[] {
  const perAccount = accounts.flatMap(({ accountId }) =>
    ACCOUNT_ENTRIES.flatMap(({ id }) => accountReason(id, accountId, holder, accounts)),
  );
  const forTenant = TENANT_ENTRIES.flatMap(({ id }) => tenantReason(id, holder, accounts));

  return [...perAccount, ...forTenant, ...lostApproval(holder, accounts)];
}

/** Why a holder has a right on an account; nothing when there is no such right. */
export function accountReason(
  right: AccountRight,
  accountId: AccountId,
  holder: Holder,
  accounts: readonly OwnedAccount[],
): Reason[] {
  if (!hasRight(effectivePermissions(holder, accounts), right, accountId)) return [];
  if (holder.role === 'master') return [{ right, accountId, rule: 'P-7', cause: 'master' }];

  const given = holder.role === 'user' && givesAccountRight(currentPermissions(holder.granted, accounts), right, accountId);

  return given
    ? [{ right, accountId, rule: 'P-1', cause: 'group' }]
    : [{ right, accountId, rule: 'P-5', cause: 'included-in-important' }];
}

/** Why a holder has a right for the tenant; nothing when there is no such right. */
export function tenantReason(right: TenantRight, holder: Holder, accounts: readonly OwnedAccount[]): Reason[] {
  if (!hasRight(effectivePermissions(holder, accounts), right)) return [];

  return holder.role === 'master' ? [{ right, rule: 'P-7', cause: 'master' }] : [{ right, rule: ruleOf(right), cause: 'group' }];
}

function lostApproval(holder: Holder, accounts: readonly OwnedAccount[]): Reason[] {
  const lost =
    holder.role === 'user' && holder.granted.approval !== null && !hasRight(effectivePermissions(holder, accounts), 'approval');

  return lost ? [{ right: 'approval', rule: 'P-8', cause: 'account-closed' }] : [];
}

function ruleOf(right: TenantRight): string {
  if (right === 'approval') return 'P-2';

  return right.includes('.') ? 'P-4' : 'P-5';
}
