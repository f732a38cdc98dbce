import * as z from 'zod';
import { isLiveUser, type Subscription } from '../../domain/subscriptions/roster.ts';
import { TenantId } from '../../events/ids.ts';
import { revocationRequested } from '../../events/revocation-requested.ts';

/** What the state machine that revokes is started with, and hands to its tasks: certificates of one tenant. */
export const Revocation = z.object({ ...revocationRequested.data.shape, tenantId: TenantId });
export type Revocation = z.output<typeof Revocation>;

/**
 * A revocation without what is live by the roster. Its cause was written with the event that asked for it, so that this changes
 * nothing; but in a table that was restored the cause may never have happened (docs/restore.md). A single certificate that
 * was lost or superseded is no matter of the roster.
 *
 * @param roster of a tenant that is there
 */
export function withoutLive(revocation: Revocation, roster: Subscription | undefined): Revocation {
  if (roster?.status !== 'active' || roster.subscriptionId !== revocation.subscriptionId) return revocation;

  const { userIds, serviceId, wholeSubscription: _, ...rest } = revocation;
  const isLiveService = roster.certificates.status === 'active' && roster.certificates.serviceId === serviceId;

  return {
    ...rest,
    ...(userIds && { userIds: userIds.filter((userId) => !isLiveUser(roster, userId)) }),
    ...(serviceId !== undefined && !isLiveService && { serviceId }),
  };
}

/** Whether an order or a certificate is of the users, the service or the subscription meant. */
export function isOfMeant(
  item: { readonly userId: string; readonly serviceId: string; readonly subscriptionId: string },
  { subscriptionId, userIds = [], serviceId, wholeSubscription }: Revocation,
): boolean {
  if (wholeSubscription && item.subscriptionId === subscriptionId) return true;

  return userIds.includes(item.userId) || item.serviceId === serviceId;
}
