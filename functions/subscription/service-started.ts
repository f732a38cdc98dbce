import type { Roster } from '../../domain/subscriptions/roster.ts';
import type { EventOf } from '../../events/index.ts';

/** S-2, S-4: tells that the certificate service has begun, if it has. */
export function serviceStarted(
  { subscriptionId, certificates, version }: Roster,
  who: Pick<EventOf<'certificate-service-started'>['data'], 'acceptedTerms' | 'actorUserId'>,
): EventOf<'certificate-service-started'>[] {
  if (certificates.status !== 'active') return [];

  const data = { serviceId: certificates.serviceId, ...who };

  return [{ type: 'certificate-service-started', aggregate: { id: subscriptionId, version }, data }];
}
