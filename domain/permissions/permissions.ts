import type { AccountRight, TenantYesNoRight } from './catalogue.ts';

/** `<branch code>-<account number>`, for example `101-1000088`. */
export type AccountId = string;

/** Whole yen. */
export type Yen = number;

export type AccountRights = Readonly<Record<AccountRight, boolean>>;
export type ProductRights = { readonly inquiry: boolean; readonly operation: boolean };

/** Per transfer, or per total of one bulk transfer (P-3). `null` is unlimited, which only the master is (P-7). */
export type ApprovalLimits<Limit> = { readonly approvalLimit: Limit; readonly selfApprovalLimit: Limit };

type Matrix<Limit> = Readonly<Record<TenantYesNoRight, boolean>> & {
  readonly accounts: Readonly<Record<AccountId, AccountRights>>;
  readonly approval: null | ApprovalLimits<Limit>;
  readonly timeDeposit: ProductRights;
  readonly foreignCurrency: ProductRights;
};

/** A permission matrix as the API shows it. */
export type Permissions = Matrix<Yen | null>;

/** A matrix that a group may have: `checkPermissions` makes it. */
export type GroupPermissions = Matrix<Yen>;

/** A matrix as a client may send it: what is missing means "no". */
export type PartialPermissions = Readonly<Partial<Record<TenantYesNoRight, boolean | undefined>>> & {
  readonly accounts?: Readonly<Record<AccountId, Partial<Readonly<Record<AccountRight, boolean | undefined>>>>> | undefined;
  readonly approval?: null | Partial<ApprovalLimits<Yen | null | undefined>> | undefined;
  readonly timeDeposit?: PartialProductRights | undefined;
  readonly foreignCurrency?: PartialProductRights | undefined;
};
type PartialProductRights = { readonly inquiry?: boolean | undefined; readonly operation?: boolean | undefined };

const NO_YES_NO_RIGHTS: Readonly<Record<TenantYesNoRight, false>> = {
  important: false,
  securitySettings: false,
  userAdministration: false,
  directDebit: false,
  depositAccounts: false,
  history: false,
  mobileApp: false,
  documents: false,
};

const NO_PRODUCT_RIGHTS: ProductRights = { inquiry: false, operation: false };

/** No right on anything; what a user may do all the same stands in P-6. */
export const NO_PERMISSIONS: GroupPermissions = {
  accounts: {},
  approval: null,
  timeDeposit: NO_PRODUCT_RIGHTS,
  foreignCurrency: NO_PRODUCT_RIGHTS,
  ...NO_YES_NO_RIGHTS,
};

/** P-7: every right on every account, with no approval limit. */
export function masterPermissions(accountIds: readonly AccountId[]): Permissions {
  const every: AccountRights = { inquiry: true, operation: true, transfer: true, bulkTransfer: true };

  return {
    accounts: Object.fromEntries(accountIds.map((accountId) => [accountId, every])),
    approval: { approvalLimit: null, selfApprovalLimit: null },
    timeDeposit: { inquiry: true, operation: true },
    foreignCurrency: { inquiry: true, operation: true },
    important: true,
    securitySettings: true,
    userAdministration: true,
    directDebit: true,
    depositAccounts: true,
    history: true,
    mobileApp: true,
    documents: true,
  };
}

/** Fills in what a client left out: a missing right is "no", a missing limit 0 yen. Completing twice changes nothing. */
export function completePermissions(partial: PartialPermissions): Permissions {
  const { approval, accounts = {}, timeDeposit, foreignCurrency } = partial;

  return {
    accounts: Object.fromEntries(
      Object.entries(accounts).map(([accountId, rights]) => [
        accountId,
        {
          inquiry: rights.inquiry ?? false,
          operation: rights.operation ?? false,
          transfer: rights.transfer ?? false,
          bulkTransfer: rights.bulkTransfer ?? false,
        },
      ]),
    ),
    approval: approval ? completeLimits(approval) : null,
    timeDeposit: completeProduct(timeDeposit),
    foreignCurrency: completeProduct(foreignCurrency),
    important: partial.important ?? false,
    securitySettings: partial.securitySettings ?? false,
    userAdministration: partial.userAdministration ?? false,
    directDebit: partial.directDebit ?? false,
    depositAccounts: partial.depositAccounts ?? false,
    history: partial.history ?? false,
    mobileApp: partial.mobileApp ?? false,
    documents: partial.documents ?? false,
  };
}

// A limit of null is a statement ("unlimited", which checkPermissions refuses), not a missing one.
function completeLimits({ approvalLimit = 0, selfApprovalLimit = 0 }: Partial<ApprovalLimits<Yen | null | undefined>>) {
  return { approvalLimit, selfApprovalLimit };
}

function completeProduct(rights: PartialProductRights = {}): ProductRights {
  return { inquiry: rights.inquiry ?? false, operation: rights.operation ?? false };
}
