import type { Placement, Roster } from '../../domain/subscriptions/roster.ts';
import type { User } from '../../domain/users/user.ts';
import type { EventOf } from '../../events/index.ts';
import { revocationRequested } from '../certificates/revocation.ts';

/** U-8: the events that tell of deleted users, each the last there is of the user. */
export function usersDeleted(
  members: readonly Placement[],
  users: readonly (User | undefined)[],
  actorUserId: string,
): EventOf<'user-deleted'>[] {
  const versions = new Map(users.flatMap((user) => (user ? [[user.userId, user.version] as const] : [])));

  return members.map(({ userId, groupId }) => ({
    type: 'user-deleted',
    aggregate: { id: userId, version: (versions.get(userId) ?? 0) + 1 },
    data: { userId, groupId, actorUserId },
  }));
}

/** U-8, S-6: asks for the certificates of deleted users to be revoked and their orders to be closed, where there can be any. */
export function revocationOfDeleted(roster: Roster, userIds: readonly string[], now: Date): EventOf<'revocation-requested'>[] {
  const { certificates, cancelledServices = [] } = roster;
  if (userIds.length === 0 || (certificates.status !== 'active' && cancelledServices.length === 0)) return [];

  return [revocationRequested(roster, 'user-deleted', now, { userIds: [...userIds] })];
}

/** G-5, U-8: asks for what is left of deleted users and groups to be removed from the table. */
export function purgeRequested(
  { subscriptionId, version }: Roster,
  { userIds, groupIds }: { readonly userIds: readonly string[]; readonly groupIds: readonly string[] },
): EventOf<'purge-requested'> {
  return {
    type: 'purge-requested',
    aggregate: { id: subscriptionId, version },
    data: { subscriptionId, userIds: [...userIds], groupIds: [...groupIds] },
  };
}
