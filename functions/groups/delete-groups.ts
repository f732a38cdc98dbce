import { deleteGroups as decideDeletion } from '../../domain/groups/delete-groups.ts';
import { type GroupSummary, listGroups } from '../adapters/dynamodb/groups.ts';
import { saveSubscription } from '../adapters/dynamodb/subscriptions.ts';
import { listAddedUsers } from '../adapters/dynamodb/users.ts';
import { deleteGroups as contract } from '../contracts/groups.ts';
import { administratorOf } from '../runtime/actor.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { purgeRequested, revocationOfDeleted, usersDeleted } from '../users/deletion.ts';

/**
 * G-5, G-7: deletes groups and their members. One write does it, that of the roster: from then on they cannot log in and
 * have no session. What is left of them in the table a state machine removes.
 */
export const deleteGroups: Operation<typeof contract> = async ({ actor, input: { groupIds }, now }) => {
  const { tenantId, userId: actorUserId, subscription } = actor;
  const { subscriptionId } = subscription;

  const decision = decideDeletion(groupIds, { actor: administratorOf(actor), roster: subscription });
  if (!decision.ok) return decision;

  const { members, roster } = decision.value;
  const userIds = members.map(({ userId }) => userId);
  const [groups, users] = await Promise.all([listGroups(tenantId, subscriptionId), listAddedUsers(tenantId, subscriptionId)]);

  return done(
    { deletedGroupIds: groupIds, deletedUserIds: userIds },
    {
      writes: [saveSubscription(tenantId, roster)],
      events: [
        ...groups.filter(({ groupId }) => groupIds.includes(groupId)).map((group) => groupDeleted(group, actorUserId)),
        ...usersDeleted(members, users, actorUserId),
        purgeRequested(roster, { userIds, groupIds }),
        ...revocationOfDeleted(roster, userIds, now),
      ],
      subjects: [...groupIds, ...userIds],
    },
  );
};

function groupDeleted({ groupId, version }: GroupSummary, actorUserId: string) {
  return { type: 'group-deleted' as const, aggregate: { id: groupId, version: version + 1 }, data: { groupId, actorUserId } };
}

export const handler = lambda(contract, deleteGroups);
