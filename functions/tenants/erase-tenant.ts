import { refuse } from '../../domain/result.ts';
import { NEVER_SUBSCRIBED } from '../../domain/subscriptions/roster.ts';
import { eraseTenant as decideErasure } from '../../domain/tenants/erase-tenant.ts';
import { readItem, readItems } from '../adapters/dynamodb/read.ts';
import { saveSubscription, subscriptionRef } from '../adapters/dynamodb/subscriptions.ts';
import { removeTenant, tenantRef } from '../adapters/dynamodb/tenants.ts';
import { endSessions, userRef } from '../adapters/dynamodb/users.ts';
import { eraseTenant as contract } from '../contracts/tenant-data.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { subscriptionEnded } from '../subscription/subscription-ended.ts';

/**
 * Erases a tenant: without its item nobody of it can log in, and the representative's epoch ends the sessions there are. A
 * state machine removes what is left.
 */
export const eraseTenant: Operation<typeof contract> = async ({ input, now }) => {
  const { tenantId, history = 'keep', reason } = input;
  const [tenant, subscription = NEVER_SUBSCRIBED] = await readItems([tenantRef(tenantId), subscriptionRef(tenantId)]);
  if (tenant === undefined) return refuse({ code: 'not-found' });

  const ended = decideErasure(tenant, subscription, input);
  if (!ended.ok) return ended;

  const { userId } = tenant.representative;
  const representative = await readItem(userRef({ tenantId }, userId));
  if (representative === undefined) throw new Error('A tenant has no representative');

  const { version } = ended.value;
  const aggregate = { id: tenantId, version: tenant.version + 1 };

  return done(undefined, {
    writes: [...removeTenant(tenant, now), saveSubscription(tenantId, ended.value), endSessions({ tenantId }, representative)],
    events: [
      { type: 'tenant-erased', aggregate, data: { representativeUserId: userId } },
      ...(subscription.status === 'active' ? subscriptionEnded(subscription, { version, now }) : []),
      { type: 'tenant-erasure-requested', aggregate, data: { erasedAt: now.toISOString(), history } },
    ],
    subjects: [tenantId],
    reason,
  });
};

export const handler = lambda(contract, eraseTenant);
