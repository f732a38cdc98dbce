import { decide } from '../../domain/approvals/decide.ts';
import { refuse } from '../../domain/result.ts';
import { listWholeGroups } from '../adapters/dynamodb/groups.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { tenantRef } from '../adapters/dynamodb/tenants.ts';
import { listAddedUsers, userRef } from '../adapters/dynamodb/users.ts';
import { listPermissionHolders as contract } from '../contracts/permission-reports.ts';
import { membersOf } from '../permissions/members.ts';
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

  const members = membersOf([master, ...users], groups, { roster: subscription, accounts });
  const holders = members.flatMap(({ user: { userId, name }, group, subject }) => {
    const { decision, reasons } = decide(input, subject);
    if (decision === 'deny') return [];

    // Without an amount nobody asked what a limit lets through.
    const asked = reasons.filter(({ limit }) => limit === undefined || input.amount !== undefined);

    return [{ userId, name, reasons: asked.map((reason) => reasonReply(reason, group?.name, language)) }];
  });

  return done({ asOf: now.toISOString(), users: holders });
};

export const handler = lambda(contract, listPermissionHolders);
