import { createGroup as decideGroup } from '../../domain/groups/create-group.ts';
import { completePermissions } from '../../domain/permissions/permissions.ts';
import type { Digest, Ids } from '../../domain/ports.ts';
import { addGroup } from '../adapters/dynamodb/groups.ts';
import { saveSubscription } from '../adapters/dynamodb/subscriptions.ts';
import { readTenant } from '../adapters/dynamodb/tenants.ts';
import { createGroup as contract } from '../contracts/groups.ts';
import { nameDigest, randomIds } from '../runtime/dependencies.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { groupReply } from './group-reply.ts';

type Dependencies = { ids: Ids; digest: Digest };

/** G-2 to G-4: creates a group; the roster it is decided on is the one the session check read. */
export const createGroup: Operation<typeof contract, Dependencies> = async ({ actor, input, settings }, { ids, digest }) => {
  const { accounts } = await readTenant(actor.tenantId);

  const decision = decideGroup(
    { groupId: ids.short(), name: input.name, permissions: completePermissions(input.permissions) },
    { roster: actor.subscription, accounts, limits: settings, digest },
  );
  if (!decision.ok) return decision;

  const { group, roster } = decision.value;

  return done(groupReply(group, accounts), {
    writes: [saveSubscription(actor.tenantId, roster), addGroup(actor.tenantId, roster.subscriptionId, group)],
    events: [
      {
        type: 'group-created',
        aggregate: { id: group.groupId, version: group.version },
        data: { groupId: group.groupId, actorUserId: actor.userId },
      },
    ],
    subjects: [group.groupId],
  });
};

export const handler = lambda(contract, createGroup, { ids: randomIds, digest: nameDigest });
