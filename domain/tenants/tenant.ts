import type { OwnedAccount } from '../permissions/effective-permissions.ts';
import type { AccountId } from '../permissions/permissions.ts';

export type Language = 'ja' | 'en';

/** An ordinary yen account as the bank registers it. */
export type AccountRegistration = {
  readonly branchCode: string;
  readonly branchName: string;
  readonly accountNumber: string;
  readonly name: string;
  /** The representative account (代表口座), of which there is exactly one. */
  readonly representative: boolean;
};

/** An account the tenant owns now; a closed one is no longer listed. */
export type Account = AccountRegistration & OwnedAccount;

/** A corporate customer as this service keeps it. */
export type Tenant = {
  readonly tenantId: string;
  readonly name: string;
  readonly nameKana?: string;
  readonly phoneNumber?: string;
  /** Language of the mails. */
  readonly language: Language;
  /** The person registered with the tenant; name and mail address in use are those of the user with this ID. */
  readonly representative: { readonly userId: string; readonly name: string; readonly birthDate: string };
  readonly accounts: readonly Account[];
  readonly version: number;
};

/** `<branch code>-<account number>`: `101-1000088`. */
export function accountIdOf({ branchCode, accountNumber }: Pick<AccountRegistration, 'branchCode' | 'accountNumber'>): AccountId {
  return `${branchCode}-${accountNumber}`;
}
