import { ACCOUNT_ENTRIES, type AccountRight, type RightId, TENANT_ENTRIES, type TenantRight } from './catalogue.ts';
import type { AccountId, Permissions } from './permissions.ts';

/** A right that a matrix gives without what the catalogue says it needs. */
export type DependencyGap = {
  /** Where the right stands: on an account, or for the tenant. */
  readonly at: { readonly right: AccountRight; readonly accountId: AccountId } | { readonly right: TenantRight };
  readonly missing:
    | { readonly kind: 'all-of'; readonly right: RightId }
    | { readonly kind: 'any-of'; readonly rights: readonly RightId[] };
};

/** Whether a matrix gives a tenant right; as it stands, nothing included or reduced. */
export function givesTenantRight(permissions: Permissions, right: TenantRight): boolean {
  switch (right) {
    case 'approval':
      return permissions.approval !== null;
    case 'timeDeposit.inquiry':
      return permissions.timeDeposit.inquiry;
    case 'timeDeposit.operation':
      return permissions.timeDeposit.operation;
    case 'foreignCurrency.inquiry':
      return permissions.foreignCurrency.inquiry;
    case 'foreignCurrency.operation':
      return permissions.foreignCurrency.operation;
    default:
      return permissions[right];
  }
}

/** Whether a matrix gives an account right on one account; as it stands, nothing included or reduced. */
export function givesAccountRight(permissions: Permissions, right: AccountRight, accountId: AccountId): boolean {
  // Account IDs come from requests: an inherited property such as `constructor` is no row.
  return Object.hasOwn(permissions.accounts, accountId) && permissions.accounts[accountId]?.[right] === true;
}

/** Whether a matrix gives a right at all: for the tenant, or on some account; as it stands, nothing included or reduced. */
export function givesSomewhere(permissions: Permissions, right: RightId): boolean {
  return isAccountRight(right)
    ? Object.keys(permissions.accounts).some((accountId) => givesAccountRight(permissions, right, accountId))
    : givesTenantRight(permissions, right);
}

/** Every dependency of the catalogue (P-1, P-2, P-4) that a matrix breaks, in the order of accounts and catalogue. */
export function dependencyGaps(permissions: Permissions): DependencyGap[] {
  const accountIds = Object.keys(permissions.accounts);
  const tenantRightHolds = (right: RightId) => givesSomewhere(permissions, right);

  const accountGaps = accountIds.flatMap((accountId) => {
    const holds = (right: RightId) =>
      isAccountRight(right) ? givesAccountRight(permissions, right, accountId) : givesTenantRight(permissions, right);

    return ACCOUNT_ENTRIES.filter(({ id }) => holds(id)).flatMap(({ id, requires }) =>
      missingOf(requires, holds).map((missing) => ({ at: { right: id, accountId }, missing })),
    );
  });

  const tenantGaps = TENANT_ENTRIES.filter(({ id }) => tenantRightHolds(id)).flatMap(({ id, requires }) =>
    missingOf(requires, tenantRightHolds).map((missing) => ({ at: { right: id }, missing })),
  );

  return [...accountGaps, ...tenantGaps];
}

function missingOf(
  { allOf = [], anyOf = [] }: { allOf?: readonly RightId[]; anyOf?: readonly RightId[] },
  holds: (right: RightId) => boolean,
): DependencyGap['missing'][] {
  const missing: DependencyGap['missing'][] = allOf.filter((right) => !holds(right)).map((right) => ({ kind: 'all-of', right }));

  if (anyOf.length > 0 && !anyOf.some(holds)) missing.push({ kind: 'any-of', rights: anyOf });

  return missing;
}

const ACCOUNT_RIGHTS: ReadonlySet<RightId> = new Set(ACCOUNT_ENTRIES.map(({ id }) => id));

/** Whether a right is given per account. */
export function isAccountRight(right: RightId): right is AccountRight {
  return ACCOUNT_RIGHTS.has(right);
}
