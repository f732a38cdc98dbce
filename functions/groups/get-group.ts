import { refuse } from '../../domain/result.ts';
import { isLiveGroup } from '../../domain/subscriptions/roster.ts';
import { groupRef } from '../adapters/dynamodb/groups.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { tenantRef } from '../adapters/dynamodb/tenants.ts';
import { getGroup as contract } from '../contracts/groups.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { groupReply } from './group-reply.ts';

/** Reads a live group of the caller's own tenant; any other ID is not found. */
export const getGroup: Operation<typeof contract> = async ({ actor, input }) => {
  const { tenantId, subscription } = actor;
  if (!isLiveGroup(subscription, input.groupId)) return refuse({ code: 'not-found' });

  const [group, tenant] = await readItems([groupRef(tenantId, subscription.subscriptionId, input.groupId), tenantRef(tenantId)]);
  if (group === undefined || tenant === undefined) return refuse({ code: 'not-found' });

  return done(groupReply(group, tenant.accounts));
};

export const handler = lambda(contract, getGroup);
