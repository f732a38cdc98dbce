import { ok, type Result, refuse } from '../result.ts';
import type { NotSubscribed, Subscription } from '../subscriptions/roster.ts';
import type { VersionConflict } from './register-tenant.ts';
import type { Tenant } from './tenant.ts';

/** What the bank's core systems ask for: the version they know, and whether a subscription that goes on is to end with it. */
export type Erasure = { readonly version: number; readonly endSubscription?: true | undefined };

export type ErasureRefused = VersionConflict | { readonly code: 'already-subscribed' };

/**
 * Ends a tenant for good. Leaving is the customer's own decision (S-5): a subscription that goes on stands in the way unless the
 * bank says that it is to end. Answers the subscription of then; its version moves in any case, so that an application on
 * the way meets it.
 */
export function eraseTenant(
  tenant: Tenant,
  subscription: Subscription,
  { version, endSubscription }: Erasure,
): Result<NotSubscribed, ErasureRefused> {
  if (version !== tenant.version) return refuse({ code: 'version-conflict' });
  if (subscription.status === 'active' && endSubscription !== true) return refuse({ code: 'already-subscribed' });

  return ok({ status: 'not-subscribed', version: subscription.version + 1 });
}
