import type { Ids } from '../../domain/ports.ts';
import { applicationNeedsConfirmation, subscribe as decideApplication } from '../../domain/subscriptions/subscribe.ts';
import { addAcceptance, listAcceptances, saveSubscription } from '../adapters/dynamodb/subscriptions.ts';
import { subscribe as contract } from '../contracts/subscription.ts';
import { randomIds } from '../runtime/dependencies.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { serviceStarted } from './service-started.ts';
import { subscriptionReply } from './subscription-reply.ts';

type Dependencies = { ids: Ids };

/** S-1 to S-3: applies; active at once, the representative becomes the master user. */
export const subscribe: Operation<typeof contract, Dependencies> = async ({ actor, input, now, settings, confirm }, { ids }) => {
  const { tenantId, userId } = actor;

  const confirmed = applicationNeedsConfirmation(input);
  const unconfirmed = confirmed ? await confirm() : undefined;
  if (unconfirmed) return unconfirmed;

  const decision = decideApplication(actor.subscription, input, {
    terms: settings.terms,
    confirmed,
    subscriptionId: ids.short(),
    serviceId: ids.short(),
    userId,
    now,
  });
  if (!decision.ok) return decision;

  const { roster, acceptance } = decision.value;
  const acceptances = [...(await listAcceptances(tenantId)), acceptance];

  return done(subscriptionReply(roster, { acceptances, settings, now }), {
    writes: [saveSubscription(tenantId, roster), addAcceptance(tenantId, roster.subscriptionId, acceptance)],
    events: [
      {
        type: 'subscription-started',
        aggregate: { id: roster.subscriptionId, version: roster.version },
        data: { masterUserId: userId, acceptedTerms: acceptance.version, certificates: input.certificates },
      },
      ...serviceStarted(roster, { acceptedTerms: acceptance.version, actorUserId: userId }),
    ],
    subjects: [roster.subscriptionId],
  });
};

export const handler = lambda(contract, subscribe, { ids: randomIds });
