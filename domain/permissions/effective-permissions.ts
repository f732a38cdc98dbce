import type { AccountRight, TenantRight } from './catalogue.ts';
import { dependencyGaps, givesAccountRight, givesTenantRight } from './dependencies.ts';
import {
  type AccountId,
  type AccountRights,
  type GroupPermissions,
  masterPermissions,
  NO_PERMISSIONS,
  type Permissions,
} from './permissions.ts';

/**
 * An account of the tenant with its opening: the tenant's version at which it was opened. An account closed and opened
 * again has another opening, which is how rights given for the earlier one stay gone for good (P-8).
 */
export type OwnedAccount = { readonly accountId: AccountId; readonly opening: number };

/** Account rights as a group keeps them: with the opening of the account they were given for. */
export type GrantedAccountRights = AccountRights & { readonly opening: number };

/** A matrix as a group keeps it. */
export type GrantedPermissions = Omit<GroupPermissions, 'accounts'> & {
  readonly accounts: Readonly<Record<AccountId, GrantedAccountRights>>;
};

/** Whose rights are asked for. The representative gets the master's only by applying (S-3). */
export type Holder =
  | { readonly role: 'representative' }
  | { readonly role: 'master' }
  | { readonly role: 'user'; readonly granted: GrantedPermissions };

/** Binds a checked matrix to the accounts as they are open now. */
export function grantPermissions(permissions: GroupPermissions, accounts: readonly OwnedAccount[]): GrantedPermissions {
  const rows = accounts.flatMap(({ accountId, opening }) => {
    const rights = ownRow(permissions.accounts, accountId);

    return rights ? [[accountId, { ...rights, opening }] as const] : [];
  });

  return { ...permissions, accounts: Object.fromEntries(rows) };
}

/**
 * What a group's matrix says now: rights on accounts closed since then are gone (P-8). With the last account that had
 * a transfer right goes `approval`, which needs one (P-2); account rows go as a whole, so nothing else can break.
 */
export function currentPermissions(granted: GrantedPermissions, accounts: readonly OwnedAccount[]): GroupPermissions {
  const rows = accounts.flatMap(({ accountId, opening }) => {
    const row = ownRow(granted.accounts, accountId);
    if (row?.opening !== opening) return [];

    const { opening: _, ...rights } = row;
    return [[accountId, rights] as const];
  });

  const current: GroupPermissions = { ...granted, accounts: Object.fromEntries(rows) };
  const approvalUnsupported = dependencyGaps(current).some(({ at }) => at.right === 'approval');

  return approvalUnsupported ? { ...current, approval: null } : current;
}

/** What somebody is given: everything for the master (P-7), for an added user what the group's matrix says now. */
export function givenPermissions(holder: Holder, accounts: readonly OwnedAccount[]): Permissions {
  switch (holder.role) {
    case 'representative':
      return NO_PERMISSIONS;
    case 'master':
      return masterPermissions(accounts.map(({ accountId }) => accountId));
    case 'user':
      return currentPermissions(holder.granted, accounts);
  }
}

/** What a user may really do: what is given, and with `important` inquiry of every account (P-5). */
export function effectivePermissions(holder: Holder, accounts: readonly OwnedAccount[]): Permissions {
  return withIncludedInquiry(givenPermissions(holder, accounts), accounts);
}

/** Whether effective permissions hold a right: for the tenant, or on one account. */
export function hasRight(effective: Permissions, right: TenantRight): boolean;
export function hasRight(effective: Permissions, right: AccountRight, accountId: AccountId): boolean;
export function hasRight(effective: Permissions, ...asked: [TenantRight] | [AccountRight, AccountId]): boolean {
  return asked.length === 1 ? givesTenantRight(effective, asked[0]) : givesAccountRight(effective, asked[0], asked[1]);
}

/** P-5: `important` includes inquiry of every account. */
export function withIncludedInquiry(permissions: Permissions, accounts: readonly OwnedAccount[]): Permissions {
  if (!permissions.important) return permissions;

  const none: AccountRights = { inquiry: false, operation: false, transfer: false, bulkTransfer: false };
  const rows = accounts.map(({ accountId }) => [
    accountId,
    { ...(ownRow(permissions.accounts, accountId) ?? none), inquiry: true },
  ]);

  return { ...permissions, accounts: Object.fromEntries(rows) };
}

function ownRow<Row>(rows: Readonly<Record<AccountId, Row>>, accountId: AccountId): Row | undefined {
  return Object.hasOwn(rows, accountId) ? rows[accountId] : undefined;
}
