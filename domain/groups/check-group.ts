import { checkPermissions, type PermissionErrorCode } from '../permissions/check-permissions.ts';
import { type GrantedPermissions, grantPermissions, type OwnedAccount } from '../permissions/effective-permissions.ts';
import type { Permissions } from '../permissions/permissions.ts';
import { ok, type Result, type RuleViolation, refuse } from '../result.ts';
import type { NameErrorCode } from '../text/plain-name.ts';
import { groupName } from './group-name.ts';

export type GroupContentRefused = RuleViolation<NameErrorCode | PermissionErrorCode>;

/**
 * G-2, G-4, P-1 to P-8: what a group may be called and permit. Answers the trimmed name and the matrix bound to the
 * accounts as they are open now, or everything that is wrong with either.
 */
export function checkGroup(
  { name, permissions }: { readonly name: string; readonly permissions: Permissions },
  accounts: readonly OwnedAccount[],
): Result<{ readonly name: string; readonly permissions: GrantedPermissions }, GroupContentRefused> {
  const named = groupName(name);
  const checked = checkPermissions(permissions, { ownedAccountIds: accounts.map(({ accountId }) => accountId) });

  if (!named.ok || !checked.ok) {
    const errors = [...(named.ok ? [] : [named.refusal]), ...(checked.ok ? [] : checked.refusal.errors)];
    return refuse({ code: 'rule-violation', errors });
  }

  return ok({ name: named.value, permissions: grantPermissions(checked.value, accounts) });
}
