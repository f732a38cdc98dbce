import { readItem } from '../adapters/dynamodb/read.ts';
import { subscriptionRef } from '../adapters/dynamodb/subscriptions.ts';

/** A subscription, and whose it was. */
export type CancelledSubscription = { readonly tenantId: string; readonly subscriptionId: string };

/** S-11: throws while a subscription is the one that its tenant has now, of which nothing is to be removed. */
export async function requireCancelled({ tenantId, subscriptionId }: CancelledSubscription): Promise<void> {
  const current = await readItem(subscriptionRef(tenantId));
  if (current?.status !== 'active' || current.subscriptionId !== subscriptionId) return;

  throw new Error('A live subscription is not purged');
}
