import { refuse } from '../../domain/result.ts';
import { groupKey, toGroup } from '../adapters/dynamodb/groups.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { tenantKey, toTenant } from '../adapters/dynamodb/tenants.ts';
import { getGroup as contract } from '../contracts/groups.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { groupReply } from './group-reply.ts';

/** Reads a live group of the caller's own tenant; any other ID is not found. */
export const getGroup: Operation<typeof contract, undefined> = async ({ actor, input }) => {
  const { tenantId, subscription } = actor;
  if (!Object.hasOwn(subscription.groups, input.groupId)) return refuse({ code: 'not-found' });

  const [group, tenant] = await readItems([groupKey(tenantId, subscription.subscriptionId, input.groupId), tenantKey(tenantId)]);
  if (group === undefined || tenant === undefined) return refuse({ code: 'not-found' });

  return done(groupReply(toGroup(group), toTenant(tenant).accounts));
};

export const handler = lambda(contract, getGroup, () => undefined);
