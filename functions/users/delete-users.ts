import { deleteUsers as decideDeletion } from '../../domain/users/delete-users.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { saveSubscription } from '../adapters/dynamodb/subscriptions.ts';
import { userRef } from '../adapters/dynamodb/users.ts';
import { deleteUsers as contract } from '../contracts/users.ts';
import { administratorOf } from '../runtime/actor.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { purgeRequested, revocationOfDeleted, usersDeleted } from './deletion.ts';

/**
 * U-8, U-9: deletes users. One write does it, that of the roster: from then on they cannot log in and have no session.
 * What is left of them in the table a state machine removes.
 */
export const deleteUsers: Operation<typeof contract> = async ({ actor, input: { userIds }, now }) => {
  const { tenantId, userId: actorUserId, subscription } = actor;

  const decision = decideDeletion(userIds, { actor: administratorOf(actor), roster: subscription });
  if (!decision.ok) return decision;

  const { members, roster } = decision.value;
  const scope = { tenantId, subscriptionId: roster.subscriptionId };
  const users = await readItems(userIds.map((userId) => userRef(scope, userId)));

  return done(
    { deletedUserIds: userIds },
    {
      writes: [saveSubscription(tenantId, roster)],
      events: [
        ...usersDeleted(members, users, actorUserId),
        purgeRequested(roster, { userIds, groupIds: [] }),
        ...revocationOfDeleted(roster, userIds, now),
      ],
      subjects: userIds,
    },
  );
};

export const handler = lambda(contract, deleteUsers);
