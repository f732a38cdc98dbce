import { type NotFound, rowErrors, type SelfRestriction } from '../refusals.ts';
import { ok, type Result, refuse } from '../result.ts';
import { type Placement, type Roster, removeGroups } from '../subscriptions/roster.ts';
import type { Administrator } from '../users/administrator.ts';

export type GroupsNotDeleted = NotFound<'unknown-group'> | SelfRestriction<'own-group'>;

/** Who goes with the groups, each with the group, and the roster without either. */
export type GroupsDeleted = { readonly members: readonly Placement[]; readonly roster: Roster };

/**
 * G-5, G-7: decides whether groups are deleted with their members, all of them or none. Saving the roster answered, on
 * condition of the version of the one passed in, takes effect at once: whoever it does not name is not there.
 */
export function deleteGroups(
  groupIds: readonly string[],
  { actor, roster }: { readonly actor: Administrator; readonly roster: Roster },
): Result<GroupsDeleted, GroupsNotDeleted> {
  const own = rowErrors('groupIds', groupIds, (groupId) => groupId === actor.groupId, {
    code: 'own-group',
    detail: 'A user administrator does not delete the own group (G-7).',
  });
  if (own.length > 0) return refuse({ code: 'self-restriction', errors: own });

  const removed = removeGroups(roster, groupIds);
  if (!removed.ok) {
    const unknown = removed.refusal.groupIds;
    const errors = rowErrors('groupIds', groupIds, (groupId) => unknown.includes(groupId), {
      code: 'unknown-group',
      detail: 'The tenant has no such group.',
    });

    return refuse({ code: 'not-found', errors });
  }

  const members = groupIds.flatMap((groupId) => (roster.groups[groupId]?.members ?? []).map((userId) => ({ userId, groupId })));

  return ok({ members, roster: removed.value });
}
