import type { OwnedAccount } from '../permissions/effective-permissions.ts';
import type { Permissions } from '../permissions/permissions.ts';
import type { Digest } from '../ports.ts';
import type { SelfRestriction, VersionConflict } from '../refusals.ts';
import { type FieldError, ok, pointerTo, type Result, refuse } from '../result.ts';
import { type DuplicateName, type Roster, renameGroup } from '../subscriptions/roster.ts';
import type { Administrator } from '../users/administrator.ts';
import { checkGroup, type GroupContentRefused } from './check-group.ts';
import type { Group } from './group.ts';
import { groupNameKey } from './group-name.ts';

/** A group as it should be, with the version that was read. */
export type GroupEdit = { readonly name: string; readonly permissions: Permissions; readonly version: number };

export type GroupEditRefused =
  | GroupContentRefused
  | DuplicateName
  | { readonly code: 'not-found' }
  | VersionConflict
  | SelfRestriction<'own-group-needs-user-administration'>;

type Surroundings = {
  readonly actor: Administrator;
  readonly roster: Roster;
  readonly accounts: readonly OwnedAccount[];
  readonly digest: Digest;
};

/**
 * G-2, G-4, G-6, G-8: decides an edit of a live group. Answers the group and the roster as they become; both are saved
 * together, on condition of the versions passed in.
 */
export function updateGroup(
  group: Group,
  edit: GroupEdit,
  { actor, roster, accounts, digest }: Surroundings,
): Result<{ readonly group: Group; readonly roster: Roster }, GroupEditRefused> {
  if (edit.version !== group.version) return refuse({ code: 'version-conflict', errors: [staleVersion] });
  if (actor.groupId === group.groupId && !edit.permissions.userAdministration) {
    return refuse({ code: 'self-restriction', errors: [ownRightTurnedOff] });
  }

  const checked = checkGroup(edit, accounts);
  if (!checked.ok) return checked;

  const renamed = renameGroup(roster, { groupId: group.groupId, nameDigest: digest(groupNameKey(checked.value.name)) });
  if (!renamed.ok) return renamed.refusal.code === 'unknown-group' ? refuse({ code: 'not-found' }) : refuse(renamed.refusal);

  return ok({ group: { groupId: group.groupId, ...checked.value, version: group.version + 1 }, roster: renamed.value });
}

const staleVersion: FieldError<'stale-version'> = {
  pointer: pointerTo('version'),
  code: 'stale-version',
  detail: 'The group has changed since it was read (G-8).',
};

const ownRightTurnedOff: FieldError<'own-group-needs-user-administration'> = {
  pointer: pointerTo('permissions', 'userAdministration'),
  code: 'own-group-needs-user-administration',
  detail: 'Of the own group (G-6).',
};
