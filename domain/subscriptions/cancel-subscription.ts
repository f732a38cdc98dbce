import { ok, type Result, refuse } from '../result.ts';
import type { ServiceActive } from './certificate-service.ts';
import type { NotSubscribed, Roster } from './roster.ts';

/**
 * S-9, S-10: ends a subscription at once, with its groups, users and certificates: whatever names it is over, because the roster is
 * no more. A later application is another subscription, which shares nothing with it but the versions going on.
 */
export function cancelSubscription({ certificates, version }: Roster): Result<NotSubscribed, ServiceActive> {
  if (certificates.status === 'active') return refuse({ code: 'certificate-service-active' });

  return ok({ status: 'not-subscribed', version: version + 1 });
}
