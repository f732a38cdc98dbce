import { listAcceptances } from '../adapters/dynamodb/subscriptions.ts';
import { getSubscription as contract } from '../contracts/subscription.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { subscriptionReply } from './subscription-reply.ts';

/** S-1, S-2: the state of the subscription, the terms in force and the acceptances. */
export const getSubscription: Operation<typeof contract> = async ({ actor, now, settings }) => {
  const acceptances = await listAcceptances(actor.tenantId);

  return done(subscriptionReply(actor.subscription, { acceptances, settings, now }));
};

export const handler = lambda(contract, getSubscription);
