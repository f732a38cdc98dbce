import type { Ids } from '../../domain/ports.ts';
import { startCertificateService } from '../../domain/subscriptions/certificate-service.ts';
import { addAcceptance, listAcceptances, saveSubscription } from '../adapters/dynamodb/subscriptions.ts';
import { subscribeCertificates as contract } from '../contracts/subscription.ts';
import { randomIds } from '../runtime/dependencies.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { serviceStarted } from './service-started.ts';
import { subscriptionReply } from './subscription-reply.ts';

type Dependencies = { ids: Ids };

/** S-4, S-8: applies for the certificate service, in a period of its own. */
export const subscribeCertificates: Operation<typeof contract, Dependencies> = async (request, { ids }) => {
  const { actor, input, now, settings } = request;
  const { tenantId, userId, subscription } = actor;

  const { acceptedTerms } = input;
  const started = startCertificateService(subscription, {
    acceptedTerms,
    terms: settings.terms,
    serviceId: ids.short(),
    userId,
    now,
  });
  if (!started.ok) return started;

  const { roster, acceptance } = started.value;
  const acceptances = [...(await listAcceptances(tenantId)), acceptance];

  return done(subscriptionReply(roster, { acceptances, settings, now }), {
    writes: [saveSubscription(tenantId, roster), addAcceptance(tenantId, roster.subscriptionId, acceptance)],
    events: serviceStarted(roster, { acceptedTerms, actorUserId: userId }),
    subjects: [roster.subscriptionId],
  });
};

export const handler = lambda(contract, subscribeCertificates, { ids: randomIds });
