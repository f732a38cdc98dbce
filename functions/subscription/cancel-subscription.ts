import { cancelSubscription as decideCancellation } from '../../domain/subscriptions/cancel-subscription.ts';
import { saveSubscription } from '../adapters/dynamodb/subscriptions.ts';
import { cancelSubscription as contract } from '../contracts/subscription.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { subscriptionEnded } from './subscription-ended.ts';

/**
 * S-9, S-10: ends the subscription. One write does it, that of the roster, however many people, groups and approval requests there
 * are: nobody but the representative can log in from then on, and nothing can be approved. State machines revoke its
 * certificates and remove what is left of it (S-11).
 */
export const cancelSubscription: Operation<typeof contract> = async ({ actor, now }) => {
  const { tenantId, userId, subscription } = actor;

  const cancelled = decideCancellation(subscription);
  if (!cancelled.ok) return cancelled;

  return done(undefined, {
    writes: [saveSubscription(tenantId, cancelled.value)],
    events: subscriptionEnded(subscription, { version: cancelled.value.version, now, actorUserId: userId }),
    subjects: [subscription.subscriptionId],
  });
};

export const handler = lambda(contract, cancelSubscription);
