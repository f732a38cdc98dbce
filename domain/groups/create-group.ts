import { checkPermissions, type PermissionErrorCode } from '../permissions/check-permissions.ts';
import { grantPermissions, type OwnedAccount } from '../permissions/effective-permissions.ts';
import type { Permissions } from '../permissions/permissions.ts';
import type { Digest } from '../ports.ts';
import { ok, type Result, type RuleViolation, refuse } from '../result.ts';
import { type DuplicateName, type GroupLimit, type LimitReached, openGroup, type Roster } from '../subscriptions/roster.ts';
import type { NameErrorCode } from '../text/plain-name.ts';
import type { Group } from './group.ts';
import { groupName, groupNameKey } from './group-name.ts';

export type GroupRefused = RuleViolation<NameErrorCode | PermissionErrorCode> | LimitReached | DuplicateName;

type Candidate = { readonly groupId: string; readonly name: string; readonly permissions: Permissions };

type Surroundings = {
  readonly roster: Roster;
  readonly accounts: readonly OwnedAccount[];
  readonly limits: GroupLimit;
  readonly digest: Digest;
};

/**
 * G-2 to G-4, P-1 to P-8: decides whether a tenant gets one more group. Answers the group and the roster with it;
 * both are saved together, on condition of the version of the roster passed in.
 */
export function createGroup(
  { groupId, name, permissions }: Candidate,
  { roster, accounts, limits, digest }: Surroundings,
): Result<{ readonly group: Group; readonly roster: Roster }, GroupRefused> {
  const named = groupName(name);
  const checked = checkPermissions(permissions, { ownedAccountIds: accounts.map(({ accountId }) => accountId) });

  if (!named.ok || !checked.ok) {
    const errors = [...(named.ok ? [] : [named.refusal]), ...(checked.ok ? [] : checked.refusal.errors)];
    return refuse({ code: 'rule-violation', errors });
  }

  const opened = openGroup(roster, { groupId, nameDigest: digest(groupNameKey(named.value)) }, limits);
  if (!opened.ok) return opened;

  const group: Group = { groupId, name: named.value, permissions: grantPermissions(checked.value, accounts), version: 1 };

  return ok({ group, roster: opened.value });
}
