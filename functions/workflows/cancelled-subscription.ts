import type { SubscriptionScope } from '../adapters/dynamodb/keys.ts';
import { readItem } from '../adapters/dynamodb/read.ts';
import { subscriptionRef } from '../adapters/dynamodb/subscriptions.ts';

/** S-11: throws while a subscription is the one that its tenant has now, of which nothing is to be removed. */
export async function requireCancelled({ tenantId, subscriptionId }: SubscriptionScope): Promise<void> {
  const current = await readItem(subscriptionRef(tenantId));
  if (current?.status !== 'active' || current.subscriptionId !== subscriptionId) return;

  throw new Error('A live subscription is not purged');
}
