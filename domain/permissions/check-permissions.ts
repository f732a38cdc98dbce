import { type FieldError, ok, pointerTo, type Result, type RuleViolation, refuse } from '../result.ts';
import { type DependencyGap, dependencyGaps } from './dependencies.ts';
import type { AccountId, GroupPermissions, Permissions, Yen } from './permissions.ts';

/** Approval limits are multiples of 10,000 yen up to this maximum (rules.md, Limits). */
export const APPROVAL_LIMIT: { readonly multipleOf: Yen; readonly max: Yen } = { multipleOf: 10_000, max: 999_990_000_000 };

export type PermissionErrorCode =
  | 'unknown-account'
  | 'right-requires'
  | 'right-requires-one-of'
  | 'limit-required'
  | 'limit-out-of-range'
  | 'limit-not-a-multiple'
  | 'self-limit-above-limit';

/**
 * Decides whether a group may have a matrix: dependencies of the catalogue (P-1, P-2, P-4), approval limits (P-2) and
 * accounts the tenant owns (P-8). It looks at the matrix as it would be stored: inquiry that `important` includes
 * (P-5) fulfils no dependency, so that turning `important` off later leaves nothing broken.
 * Reports every violation, with pointers below `/permissions`.
 */
export function checkPermissions(
  permissions: Permissions,
  { ownedAccountIds }: { readonly ownedAccountIds: readonly AccountId[] },
): Result<GroupPermissions, RuleViolation<PermissionErrorCode>> {
  const limits = checkLimits(permissions.approval);

  const errors = [
    ...unknownAccounts(permissions, new Set(ownedAccountIds)),
    ...dependencyGaps(permissions).map(gapError),
    ...(limits.ok ? [] : limits.refusal.errors),
  ];
  if (errors.length > 0 || !limits.ok) return refuse({ code: 'rule-violation', errors });

  return ok({ ...permissions, approval: limits.value });
}

function unknownAccounts(permissions: Permissions, owned: ReadonlySet<AccountId>): FieldError<PermissionErrorCode>[] {
  return Object.keys(permissions.accounts)
    .filter((accountId) => !owned.has(accountId))
    .map((accountId) => ({
      pointer: pointerTo('permissions', 'accounts', accountId),
      code: 'unknown-account',
      detail: 'The tenant owns no such account (P-8).',
    }));
}

function gapError({ at, missing }: DependencyGap): FieldError<PermissionErrorCode> {
  const pointer =
    'accountId' in at
      ? pointerTo('permissions', 'accounts', at.accountId, at.right)
      : pointerTo('permissions', ...at.right.split('.'));

  if (missing.kind === 'all-of') {
    return {
      pointer,
      code: 'right-requires',
      detail: `${at.right} requires ${missing.right}.`,
      params: { right: at.right, requires: missing.right },
    };
  }

  return {
    pointer,
    code: 'right-requires-one-of',
    detail: `${at.right} requires one of ${missing.rights.join(', ')}.`,
    params: { right: at.right, requires: missing.rights.join(', ') },
  };
}

/** P-2: both limits in range, and the self-approval limit not above the approval limit. */
function checkLimits(
  approval: Permissions['approval'],
): Result<GroupPermissions['approval'], RuleViolation<PermissionErrorCode>> {
  if (approval === null) return ok(null);

  const { approvalLimit, selfApprovalLimit } = approval;
  const errors = [...limitErrors('approvalLimit', approvalLimit), ...limitErrors('selfApprovalLimit', selfApprovalLimit)];

  if (approvalLimit !== null && selfApprovalLimit !== null && selfApprovalLimit > approvalLimit) {
    errors.push({
      pointer: pointerTo('permissions', 'approval', 'selfApprovalLimit'),
      code: 'self-limit-above-limit',
      detail: 'The self-approval limit is above the approval limit.',
    });
  }

  if (errors.length > 0 || approvalLimit === null || selfApprovalLimit === null)
    return refuse({ code: 'rule-violation', errors });

  return ok({ approvalLimit, selfApprovalLimit });
}

function limitErrors(field: 'approvalLimit' | 'selfApprovalLimit', limit: Yen | null): FieldError<PermissionErrorCode>[] {
  const pointer = pointerTo('permissions', 'approval', field);
  const { multipleOf, max } = APPROVAL_LIMIT;

  if (limit === null) return [{ pointer, code: 'limit-required', detail: 'Only the master is unlimited (P-7).' }];

  // Written so that NaN and infinities fail as well.
  if (!(limit >= 0 && limit <= max)) {
    return [{ pointer, code: 'limit-out-of-range', detail: `Not from 0 to ${max} yen.`, params: { min: 0, max } }];
  }
  if (limit % multipleOf !== 0) {
    return [{ pointer, code: 'limit-not-a-multiple', detail: `Not a multiple of ${multipleOf} yen.`, params: { multipleOf } }];
  }

  return [];
}
