import { effectivePermissions } from '../../domain/permissions/effective-permissions.ts';
import { explainPermissions } from '../../domain/permissions/explain-permissions.ts';
import { refuse } from '../../domain/result.ts';
import { groupOf } from '../../domain/subscriptions/roster.ts';
import { groupRef } from '../adapters/dynamodb/groups.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { existing, tenantRef } from '../adapters/dynamodb/tenants.ts';
import { getEffectivePermissions as contract } from '../contracts/permission-reports.ts';
import { holderOf } from '../permissions/members.ts';
import { reasonReply } from '../permissions/reason-reply.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';

/** What a user may do now, and why: the master everything (P-7), an added user what the group gives (P-1 to P-8). */
export const getEffectivePermissions: Operation<typeof contract> = async ({ actor, input: { userId }, language }) => {
  const { tenantId, subscription } = actor;
  const isMaster = userId === subscription.masterUserId;
  const groupId = groupOf(subscription, userId);
  if (!isMaster && groupId === undefined) return refuse({ code: 'not-found' });

  const [tenant, group] = await readItems([
    tenantRef(tenantId),
    groupId === undefined ? undefined : groupRef(tenantId, subscription.subscriptionId, groupId),
  ]);
  const { accounts } = existing(tenant);
  const holder = holderOf(isMaster ? 'master' : 'user', group);
  if (holder === undefined) return refuse({ code: 'not-found' });

  const reasons = explainPermissions(holder, accounts);

  return done({
    permissions: effectivePermissions(holder, accounts),
    reasons: reasons.map((reason) => reasonReply(reason, group?.name, language)),
  });
};

export const handler = lambda(contract, getEffectivePermissions);
