import { decide } from '../../domain/approvals/decide.ts';
import type { Holder } from '../../domain/permissions/effective-permissions.ts';
import { subjectOf } from '../../domain/permissions/subject.ts';
import { refuse } from '../../domain/result.ts';
import { groupOf } from '../../domain/subscriptions/roster.ts';
import { listWholeGroups } from '../adapters/dynamodb/groups.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { tenantRef } from '../adapters/dynamodb/tenants.ts';
import { listAddedUsers, userRef } from '../adapters/dynamodb/users.ts';
import { listPermissionHolders as contract } from '../contracts/permission-reports.ts';
import { reasonReply } from '../permissions/reason-reply.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';

/** Who has a right now, and why: the master first, then by user ID. A user has the rights of the group (P-1 to P-8). */
export const listPermissionHolders: Operation<typeof contract> = async ({ actor, input, now, language }) => {
  const { tenantId, subscription } = actor;
  const { subscriptionId, masterUserId } = subscription;

  const [[tenant, master], users, groups] = await Promise.all([
    readItems([tenantRef(tenantId), userRef({ tenantId }, masterUserId)]),
    listAddedUsers(tenantId, subscriptionId),
    listWholeGroups(tenantId, subscriptionId),
  ]);
  if (tenant === undefined || master === undefined) throw new Error('A subscription has no tenant or no master user');

  const { accounts } = tenant;
  if (input.accountId !== undefined && !accounts.some(({ accountId }) => accountId === input.accountId)) {
    return refuse({ code: 'rule-violation', errors: [{ pointer: '/query/accountId', code: 'unknown-account' }] });
  }

  const groupsById = new Map(groups.map((group) => [group.groupId, group]));
  const holders = [master, ...users].flatMap(({ userId, name, role }) => {
    const group = groupsById.get(groupOf(subscription, userId) ?? '');
    if (role === 'user' && group === undefined) return [];

    const holder: Holder = group === undefined ? { role: 'master' } : { role: 'user', granted: group.permissions };
    const { decision, reasons } = decide(input, subjectOf(holder, accounts));
    if (decision === 'deny') return [];

    return [{ userId, name, reasons: reasons.map((reason) => reasonReply(reason, group?.name, language)) }];
  });

  return done({ asOf: now.toISOString(), users: holders });
};

export const handler = lambda(contract, listPermissionHolders);
