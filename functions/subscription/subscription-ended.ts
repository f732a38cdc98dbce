import type { Roster } from '../../domain/subscriptions/roster.ts';
import type { DomainEvent } from '../../events/index.ts';
import { revocationRequested } from '../certificates/revocation.ts';

type Ending = { readonly version: number; readonly now: Date; readonly actorUserId?: string };

/**
 * S-10, S-11: tells that a subscription is over, from this version on, and has state machines revoke its certificates and remove
 * what is left of it. Without `actorUserId` the bank ended it.
 */
export function subscriptionEnded({ subscriptionId }: Roster, { version, now, actorUserId }: Ending): DomainEvent[] {
  const aggregate = { id: subscriptionId, version };

  return [
    {
      type: 'subscription-cancelled',
      aggregate,
      data: { subscriptionId, ...(actorUserId !== undefined && { actorUserId }) },
    },
    { type: 'approval-requests-cancelled', aggregate, data: { subscriptionId } },
    { type: 'reserved-transfers-cancelled', aggregate, data: { subscriptionId } },
    { type: 'subscription-purge-requested', aggregate, data: { subscriptionId } },
    revocationRequested({ subscriptionId, version }, 'service-cancelled', now, { wholeSubscription: true }),
  ];
}
