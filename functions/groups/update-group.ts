import { updateGroup as decideEdit } from '../../domain/groups/update-group.ts';
import { completePermissions } from '../../domain/permissions/permissions.ts';
import type { Digest } from '../../domain/ports.ts';
import { refuse } from '../../domain/result.ts';
import { isLiveGroup } from '../../domain/subscriptions/roster.ts';
import { groupRef, saveGroup } from '../adapters/dynamodb/groups.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { saveSubscription } from '../adapters/dynamodb/subscriptions.ts';
import { tenantRef } from '../adapters/dynamodb/tenants.ts';
import { updateGroup as contract } from '../contracts/groups.ts';
import { administratorOf } from '../runtime/actor.ts';
import { nameDigest } from '../runtime/dependencies.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { groupReply } from './group-reply.ts';

type Dependencies = { digest: Digest };

/** G-2, G-4, G-6, G-8: edits a group. The roster goes with it, so that a group deleted meanwhile is not edited. */
export const updateGroup: Operation<typeof contract, Dependencies> = async ({ actor, input }, { digest }) => {
  const { tenantId, subscription } = actor;
  const { groupId, name, permissions, version } = input;
  if (!isLiveGroup(subscription, groupId)) return refuse({ code: 'not-found' });

  // The own group is the one the caller's right was found in: whatever it became since then is to stop the edit.
  const isOwn = actor.group?.groupId === groupId;
  const [found, tenant] = await readItems([
    isOwn ? undefined : groupRef(tenantId, subscription.subscriptionId, groupId),
    tenantRef(tenantId),
  ]);
  const before = isOwn ? actor.group : found;
  if (before === undefined || tenant === undefined) return refuse({ code: 'not-found' });

  const decision = decideEdit(
    before,
    { name, permissions: completePermissions(permissions), version },
    { actor: administratorOf(actor), roster: subscription, accounts: tenant.accounts, digest },
  );
  if (!decision.ok) return decision;

  const { group, roster } = decision.value;

  return done(groupReply(group, tenant.accounts), {
    writes: [saveSubscription(tenantId, roster), saveGroup(tenantId, roster.subscriptionId, group)],
    events: [
      {
        type: 'group-updated',
        aggregate: { id: groupId, version: group.version },
        data: { groupId, actorUserId: actor.userId },
      },
    ],
    subjects: [groupId],
  });
};

export const handler = lambda(contract, updateGroup, { digest: nameDigest });
