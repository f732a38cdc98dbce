import { refuse } from '../../domain/result.ts';
import { groupOf, isLiveGroup } from '../../domain/subscriptions/roster.ts';
import { needsAdministrationGroup } from '../../domain/users/assignable-groups.ts';
import { listWholeGroups } from '../adapters/dynamodb/groups.ts';
import { listAssignableGroups as contract } from '../contracts/users.ts';
import { administratorOf } from '../runtime/actor.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';

/** U-6, U-7: the groups a user may be moved to; the one the user is in is among them, if it may be chosen. */
export const listAssignableGroups: Operation<typeof contract> = async ({ actor, input: { userId }, now, settings }) => {
  const { tenantId, subscription } = actor;
  const asOf = now.toISOString();

  if (userId === subscription.masterUserId) return done({ asOf, groups: [] });
  if (groupOf(subscription, userId) === undefined) return refuse({ code: 'not-found' });

  const restricted = needsAdministrationGroup(administratorOf(actor), userId, settings);
  const groups = (await listWholeGroups(tenantId, subscription.subscriptionId))
    .filter(({ groupId }) => isLiveGroup(subscription, groupId))
    .filter(({ permissions }) => !restricted || permissions.userAdministration)
    .map(({ groupId, name }) => ({ groupId, name }));

  return done({ asOf, groups });
};

export const handler = lambda(contract, listAssignableGroups);
