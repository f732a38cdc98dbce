import type { Group } from '../../domain/groups/group.ts';
import type { Holder, OwnedAccount } from '../../domain/permissions/effective-permissions.ts';
import { type Subject, subjectOf } from '../../domain/permissions/subject.ts';
import { groupOf, type Roster } from '../../domain/subscriptions/roster.ts';
import type { User } from '../../domain/users/user.ts';

/** Whose rights a user of the subscription has: the master's (P-7), or those of the group; nobody's without one. */
export function holderOf(role: User['role'], group: Pick<Group, 'permissions'> | undefined): Holder | undefined {
  if (role === 'master') return { role };

  return group && { role, granted: group.permissions };
}

/** A live user with the rights of this moment; the master is in no group. */
export type Member = { readonly user: User; readonly group: Group | undefined; readonly subject: Subject };

/** Those of the users who are live, in the order given. */
export function membersOf(
  users: readonly User[],
  groups: readonly Group[],
  { roster, accounts }: { readonly roster: Roster; readonly accounts: readonly OwnedAccount[] },
): Member[] {
  const groupsById = new Map(groups.map((group) => [group.groupId, group]));

  return users.flatMap((user) => {
    const group = groupsById.get(groupOf(roster, user.userId) ?? '');
    const holder = holderOf(user.role, group);

    // Off the roster, or being purged.
    return holder === undefined ? [] : { user, group, subject: subjectOf(holder, accounts) };
  });
}
