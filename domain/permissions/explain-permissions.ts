import { ACCOUNT_ENTRIES, type AccountRight, type RightId, TENANT_ENTRIES, type TenantRight } from './catalogue.ts';
import { givesAccountRight, givesTenantRight } from './dependencies.ts';
import type { Holder, OwnedAccount } from './effective-permissions.ts';
import type { AccountId, Yen } from './permissions.ts';
import { type Subject, subjectOf } from './subject.ts';

/**
 * Why somebody has a right:
 * - `master`: the master has every right (P-7);
 * - `group`: the group's matrix gives it, by the rule for rights of its kind;
 * - `included-in-important`: `important` brings inquiry of every account with it (P-5);
 * - `within-approval-limit`: the amount asked for may be approved (P-2, A-3);
 * - `within-self-approval-limit`, `needs-approval`: what becomes of a transfer of the amount asked for.
 *
 * Why somebody has not:
 * - `right-missing`: the group's matrix does not give it;
 * - `account-unknown`: the tenant owns no such account (P-8), since the master has every right on those it does;
 * - `not-applied`: the representative gets the rights of the master by applying (S-3);
 * - `above-approval-limit`: the amount asked for may not be approved;
 * - `account-closed`: though the group's matrix gives it: with the last account that had a transfer right went `approval` (P-8).
 *
 * And what it takes besides: `confirmation-required`, `approver-required`, whose limit reaches `limit`.
 */
export type Cause =
  | 'master'
  | 'group'
  | 'included-in-important'
  | 'within-approval-limit'
  | 'within-self-approval-limit'
  | 'needs-approval'
  | 'right-missing'
  | 'account-unknown'
  | 'not-applied'
  | 'above-approval-limit'
  | 'account-closed'
  | 'confirmation-required'
  | 'approver-required';

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
  const subject = subjectOf(holder, accounts);
  const { effective } = subject;

  const perAccount = accounts.flatMap(({ accountId }) =>
    ACCOUNT_ENTRIES.filter(({ id }) => givesAccountRight(effective, id, accountId)).map(({ id }) =>
      accountGround(id, accountId, subject),
    ),
  );
  const forTenant = TENANT_ENTRIES.filter(({ id }) => givesTenantRight(effective, id)).map(({ id }) => tenantGround(id, subject));

  return [...perAccount, ...forTenant, ...(subject.approvalLost ? [missingGround('approval', subject)] : [])];
}

/** Why a subject has a right on an account, which it does have. */
export function accountGround(right: AccountRight, accountId: AccountId, { role, given }: Subject): Reason {
  if (role === 'master') return { right, accountId, rule: 'P-7', cause: 'master' };

  return right === 'inquiry' && !givesAccountRight(given, right, accountId)
    ? { right, accountId, rule: 'P-5', cause: 'included-in-important' }
    : { right, accountId, rule: ruleOf(right), cause: 'group' };
}

/** Why a subject has a right for the tenant, which it does have. */
export function tenantGround(right: TenantRight, { role }: Subject): Reason {
  return role === 'master' ? { right, rule: 'P-7', cause: 'master' } : { right, rule: ruleOf(right), cause: 'group' };
}

/** Why a subject has not a right; `accountId` is given with a right per account. */
export function missingGround(right: RightId, { role, approvalLost }: Subject, accountId?: AccountId): Reason {
  const ground = (rule: string, cause: Cause): Reason =>
    accountId === undefined ? { right, rule, cause } : { right, accountId, rule, cause };

  switch (role) {
    case 'representative':
      return ground('S-3', 'not-applied');
    case 'master':
      return ground('P-8', 'account-unknown');
    case 'user':
      return right === 'approval' && approvalLost ? ground('P-8', 'account-closed') : ground(ruleOf(right), 'right-missing');
  }
}

/** The rule for rights of its kind. */
function ruleOf(right: RightId): string {
  switch (right) {
    case 'inquiry':
    case 'operation':
    case 'transfer':
    case 'bulkTransfer':
      return 'P-1';
    case 'approval':
      return 'P-2';
    case 'timeDeposit.inquiry':
    case 'timeDeposit.operation':
    case 'foreignCurrency.inquiry':
    case 'foreignCurrency.operation':
      return 'P-4';
    default:
      return 'P-5';
  }
}
