import * as z from 'zod';
import { TenantId } from '../../events/ids.ts';
import { revocationRequested } from '../../events/revocation-requested.ts';

/** What the state machine that revokes is started with, and hands to its tasks: certificates of one tenant. */
export const Revocation = z.object({ ...revocationRequested.data.shape, tenantId: TenantId });
export type Revocation = z.output<typeof Revocation>;

/** Whether an order or a certificate is of the users, the service or the subscription meant. */
export function isOfMeant(
  item: { readonly userId: string; readonly serviceId: string; readonly subscriptionId: string },
  { subscriptionId, userIds = [], serviceId, wholeSubscription }: Revocation,
): boolean {
  if (wholeSubscription && item.subscriptionId === subscriptionId) return true;

  return userIds.includes(item.userId) || item.serviceId === serviceId;
}
