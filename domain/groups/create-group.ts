import type { OwnedAccount } from '../permissions/effective-permissions.ts';
import type { Permissions } from '../permissions/permissions.ts';
import type { Digest } from '../ports.ts';
import { ok, type Result } from '../result.ts';
import { type DuplicateName, type GroupLimit, type LimitReached, openGroup, type Roster } from '../subscriptions/roster.ts';
import { checkGroup, type GroupContentRefused } from './check-group.ts';
import type { Group } from './group.ts';
import { groupNameKey } from './group-name.ts';

export type GroupRefused = GroupContentRefused | LimitReached | DuplicateName;

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
  { groupId, ...content }: Candidate,
  { roster, accounts, limits, digest }: Surroundings,
): Result<{ readonly group: Group; readonly roster: Roster }, GroupRefused> {
  const checked = checkGroup(content, accounts);
  if (!checked.ok) return checked;

  const { name, permissions } = checked.value;
  const opened = openGroup(roster, { groupId, nameDigest: digest(groupNameKey(name)) }, limits);
  if (!opened.ok) return opened;

  return ok({ group: { groupId, name, permissions, version: 1 }, roster: opened.value });
}
