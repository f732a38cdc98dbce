import type { AccountId } from '../permissions/permissions.ts';
import { type FieldError, ok, pointerTo, type Result, type RuleViolation, refuse } from '../result.ts';
import { type NameErrorCode, plainName } from '../text/plain-name.ts';
import { checkUserName } from '../users/user-name.ts';
import { type Account, type AccountRegistration, accountIdOf, type Language, type Tenant } from './tenant.ts';

/** What the bank's core systems send about a tenant: always the whole of it. */
export type Registration = {
  readonly name: string;
  readonly nameKana?: string | undefined;
  readonly phoneNumber?: string | undefined;
  readonly language?: Language | undefined;
  /** `birthDate` as YYYY-MM-DD. `email` counts at the first registration only. */
  readonly representative: { readonly name: string; readonly email: string; readonly birthDate: string };
  readonly accounts: readonly AccountRegistration[];
  /** The version the sender knows; none at the first registration. */
  readonly version?: number | undefined;
};

export type TenantErrorCode =
  | NameErrorCode
  | 'duplicate-account'
  | 'representative-account-required'
  | 'one-representative-account';

export type VersionConflict = { readonly code: 'version-conflict' };
export type VersionRequired = { readonly code: 'invalid-request'; readonly errors: readonly FieldError<'required'>[] };

export type TenantRefused = RuleViolation<TenantErrorCode> | VersionConflict | VersionRequired;

/** Mail is in Japanese unless the bank registers otherwise. */
const DEFAULT_LANGUAGE: Language = 'ja';

const MAX_NAME_LENGTH = 64;
const MAX_KANA_LENGTH = 128;

/** A first registration. `userId` is new: the representative's, and so the master's after applying (S-3). */
export function registerTenant(
  tenantId: string,
  registration: Registration,
  { userId }: { readonly userId: string },
): Result<Tenant, TenantRefused> {
  // Whoever knows a version means a tenant that is there.
  if (registration.version !== undefined) return refuse({ code: 'version-conflict' });

  return tenantFrom(registration, { tenantId, userId, version: 1, known: [] });
}

/**
 * A later registration: the tenant as it is from now on. An account left out is closed (P-8); one that comes back
 * later is a new opening. The master's user ID and mail address stay as they are.
 */
export function updateTenant(tenant: Tenant, registration: Registration): Result<Tenant, TenantRefused> {
  if (registration.version === undefined) {
    const detail = 'The tenant is registered already: the version is needed.';
    return refuse({ code: 'invalid-request', errors: [{ pointer: '/version', code: 'required', detail }] });
  }
  if (registration.version !== tenant.version) return refuse({ code: 'version-conflict' });

  return tenantFrom(registration, {
    tenantId: tenant.tenantId,
    userId: tenant.representative.userId,
    version: tenant.version + 1,
    known: tenant.accounts,
  });
}

type Identity = {
  readonly tenantId: string;
  readonly userId: string;
  readonly version: number;
  /** The accounts open until now. */
  readonly known: readonly Account[];
};

function tenantFrom(
  { nameKana, phoneNumber, language = DEFAULT_LANGUAGE, ...registration }: Registration,
  { tenantId, userId, version, known }: Identity,
): Result<Tenant, RuleViolation<TenantErrorCode>> {
  const name = plainName(registration.name, { max: MAX_NAME_LENGTH, pointer: '/name' });
  const kana = nameKana === undefined ? ok(undefined) : plainName(nameKana, { max: MAX_KANA_LENGTH, pointer: '/nameKana' });
  const representativeName = checkUserName(registration.representative.name, '/representative/name');
  const accounts = registration.accounts.map(named);
  const accountProblems = [...accounts.flatMap(({ problems }) => problems), ...accountErrors(registration.accounts)];

  if (!name.ok || !kana.ok || !representativeName.ok || accountProblems.length > 0) {
    const nameProblems = [name, kana, representativeName].flatMap((checked) => (checked.ok ? [] : [checked.refusal]));
    return refuse({ code: 'rule-violation', errors: [...nameProblems, ...accountProblems] });
  }

  return ok({
    tenantId,
    name: name.value,
    ...(kana.value === undefined ? {} : { nameKana: kana.value }),
    ...(phoneNumber === undefined ? {} : { phoneNumber }),
    language,
    representative: { userId, name: representativeName.value, birthDate: registration.representative.birthDate },
    accounts: accounts.map(({ account }) => opened(account, known, version)),
    version,
  });
}

type NamedAccount = { readonly account: AccountRegistration; readonly problems: readonly FieldError<NameErrorCode>[] };

/** An account with its names trimmed, and what is wrong with them. */
function named(account: AccountRegistration, index: number): NamedAccount {
  const checked = (field: 'branchName' | 'name') =>
    plainName(account[field], { max: MAX_NAME_LENGTH, pointer: pointerTo('accounts', index, field) });
  const branchName = checked('branchName');
  const name = checked('name');

  if (branchName.ok && name.ok) return { account: { ...account, branchName: branchName.value, name: name.value }, problems: [] };

  return { account, problems: [branchName, name].flatMap((one) => (one.ok ? [] : [one.refusal])) };
}

function opened(account: AccountRegistration, known: readonly Account[], version: number): Account {
  const accountId = accountIdOf(account);
  const opening = known.find((open) => open.accountId === accountId)?.opening ?? version;
  const { branchCode, branchName, accountNumber, name, representative } = account;

  return { accountId, branchCode, branchName, accountNumber, name, representative, opening };
}

function accountErrors(accounts: readonly AccountRegistration[]): FieldError<TenantErrorCode>[] {
  const errors: FieldError<TenantErrorCode>[] = [];
  const seen = new Set<AccountId>();

  for (const [index, account] of accounts.entries()) {
    const accountId = accountIdOf(account);
    if (seen.has(accountId)) {
      errors.push({ pointer: pointerTo('accounts', index), code: 'duplicate-account', detail: 'The account is listed already.' });
    }
    seen.add(accountId);
  }

  const representatives = [...accounts.keys()].filter((index) => accounts[index]?.representative);
  if (representatives.length === 0) {
    errors.push({
      pointer: '/accounts',
      code: 'representative-account-required',
      detail: 'No account is the representative one.',
    });
  }
  for (const index of representatives.slice(1)) {
    errors.push({
      pointer: pointerTo('accounts', index, 'representative'),
      code: 'one-representative-account',
      detail: 'Another account is the representative one already.',
    });
  }

  return errors;
}
