import { type NotFound, rowErrors, type SelfRestriction } from '../refusals.ts';
import { ok, type Result, refuse } from '../result.ts';
import { type Placement, placementsOf, type Roster, removeUsers } from '../subscriptions/roster.ts';
import type { Administrator } from './administrator.ts';

export type UsersNotDeleted = NotFound<'unknown-user'> | SelfRestriction<'own-id' | 'master-user'>;

/** Who goes, each with the group, and the roster without them. */
export type UsersDeleted = { readonly members: readonly Placement[]; readonly roster: Roster };

/**
 * U-8, U-9: decides whether users are deleted, all of them or none. Saving the roster answered, on condition of the
 * version of the one passed in, takes effect at once: whoever it does not name is not there.
 */
export function deleteUsers(
  userIds: readonly string[],
  { actor, roster }: { readonly actor: Administrator; readonly roster: Roster },
): Result<UsersDeleted, UsersNotDeleted> {
  const own = rowErrors('userIds', userIds, (userId) => userId === actor.userId, {
    code: 'own-id',
    detail: 'Nobody deletes the own ID (U-9).',
  });
  const master = rowErrors('userIds', userIds, (userId) => userId === roster.masterUserId && userId !== actor.userId, {
    code: 'master-user',
    detail: 'Nobody deletes the master user (U-9).',
  });
  if (own.length + master.length > 0) return refuse({ code: 'self-restriction', errors: [...own, ...master] });

  const removed = removeUsers(roster, userIds);
  if (removed.ok) return ok({ members: placementsOf(roster, userIds), roster: removed.value });

  const unknown = removed.refusal.userIds;
  const errors = rowErrors('userIds', userIds, (userId) => unknown.includes(userId), {
    code: 'unknown-user',
    detail: 'The tenant has no such user.',
  });

  return refuse({ code: 'not-found', errors });
}
