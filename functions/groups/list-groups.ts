import { remainingGroups } from '../../domain/subscriptions/roster.ts';
import { listGroups as readGroups } from '../adapters/dynamodb/groups.ts';
import { listAddedUsers } from '../adapters/dynamodb/users.ts';
import { listGroups as contract } from '../contracts/groups.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';

/** G-1: the live groups and their members. The roster says who belongs where; names come from the items. */
export const listGroups: Operation<typeof contract> = async ({ actor, now, settings }) => {
  const { tenantId, subscription } = actor;

  const [groups, users] = await Promise.all([
    readGroups(tenantId, subscription.subscriptionId),
    listAddedUsers(tenantId, subscription.subscriptionId),
  ]);
  const names = new Map(users.map(({ userId, name }) => [userId, name]));

  return done({
    asOf: now.toISOString(),
    groups: groups.flatMap(({ groupId, name, version }) => {
      const live = subscription.groups[groupId];
      if (live === undefined) return [];

      const members = live.members.flatMap((userId) => {
        const memberName = names.get(userId);
        return memberName === undefined ? [] : [{ userId, name: memberName }];
      });

      return [{ groupId, name, members, memberCount: live.members.length, version }];
    }),
    remaining: remainingGroups(subscription, settings),
  });
};

export const handler = lambda(contract, listGroups);
