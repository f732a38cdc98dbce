import { refuse } from '../../domain/result.ts';
import { credentialsRef } from '../adapters/dynamodb/credentials.ts';
import { groupRef } from '../adapters/dynamodb/groups.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { userRef } from '../adapters/dynamodb/users.ts';
import { getUser as contract } from '../contracts/users.ts';
import { liveGroupId } from '../runtime/actor.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { certificateOf, readUserCertificates } from './user-certificates.ts';
import { userReply } from './user-reply.ts';

/** U-1: reads the master or a live user of the caller's own tenant; any other ID is not found. */
export const getUser: Operation<typeof contract> = async ({ actor, input: { userId }, now, settings }) => {
  const { tenantId, subscription } = actor;
  const groupId = liveGroupId(subscription, userId);

  // The roster knows the live users; whoever it does not name can only be the master, whose items carry no subscription.
  const scope = groupId === undefined ? { tenantId } : { tenantId, subscriptionId: subscription.subscriptionId };

  const [[user, credentials, group], certificates] = await Promise.all([
    readItems([
      userRef(scope, userId),
      credentialsRef(scope, userId),
      groupId === undefined ? undefined : groupRef(tenantId, subscription.subscriptionId, groupId),
    ]),
    readUserCertificates(tenantId, userId),
  ]);
  if (user === undefined || credentials === undefined) return refuse({ code: 'not-found' });

  const certificate = certificateOf(user, certificates, { roster: subscription, now, settings });

  return done(userReply(user, credentials, { group, certificate, now, settings }));
};

export const handler = lambda(contract, getUser);
