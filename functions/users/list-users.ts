import { refuse } from '../../domain/result.ts';
import { isLiveGroup, remainingUsers } from '../../domain/subscriptions/roster.ts';
import type { User } from '../../domain/users/user.ts';
import { credentialsRef, listCredentialFacts } from '../adapters/dynamodb/credentials.ts';
import { listGroups } from '../adapters/dynamodb/groups.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { listAddedUsers, userRef } from '../adapters/dynamodb/users.ts';
import { listUsers as contract } from '../contracts/users.ts';
import { liveGroupId } from '../runtime/actor.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { certificateOf, readUserCertificates } from './user-certificates.ts';
import { userReply } from './user-reply.ts';

/** U-1: the users of the tenant, the master first, then by user ID; with `groupId` only the members of that group. */
export const listUsers: Operation<typeof contract> = async ({ actor, input, now, settings }) => {
  const { tenantId, subscription } = actor;
  const { subscriptionId, masterUserId } = subscription;
  if (input.groupId !== undefined && !isLiveGroup(subscription, input.groupId)) return refuse({ code: 'not-found' });

  const wanted = input.groupId;
  const [[master, masterCredentials], users, credentials, groups, certificates] = await Promise.all([
    readItems([userRef({ tenantId }, masterUserId), credentialsRef({ tenantId }, masterUserId)]),
    listAddedUsers(tenantId, subscriptionId),
    listCredentialFacts(tenantId, subscriptionId),
    listGroups(tenantId, subscriptionId),
    readUserCertificates(tenantId),
  ]);
  if (master === undefined || masterCredentials === undefined) throw new Error('A subscription has no master user');

  const certificate = (user: User) => certificateOf(user, certificates, { roster: subscription, now, settings });
  const first = userReply(master, masterCredentials, { group: undefined, certificate: certificate(master), now, settings });
  const factsOf = new Map(credentials.map((facts) => [facts.userId, facts]));
  const groupOf = new Map(groups.map((group) => [group.groupId, group]));

  const others = users.flatMap((user) => {
    const groupId = liveGroupId(subscription, user.userId);
    const facts = factsOf.get(user.userId);
    if (groupId === undefined || facts === undefined) return [];
    if (wanted !== undefined && groupId !== wanted) return [];

    return [userReply(user, facts, { group: groupOf.get(groupId), certificate: certificate(user), now, settings })];
  });

  return done({
    asOf: now.toISOString(),
    users: wanted === undefined ? [first, ...others] : others,
    remaining: remainingUsers(subscription, settings),
  });
};

export const handler = lambda(contract, listUsers);
