import { call } from './api.ts';
import { confirmation, type Person } from './people.ts';
import { itemsNaming, storedItems } from './stored.ts';

/** Leaves the service (S-9, S-10). */
export async function cancelSubscription(actor: Person) {
  const body = { confirmation: await confirmation(actor, 'cancelSubscription') };

  return call('POST', '/subscription/cancellation', { token: actor.token, body });
}

/** The ID of the subscription that a tenant has now. */
export function subscriptionIdOf(tenantId: string): string {
  const [item] = storedItems(`SUBSCRIPTION#${tenantId}`);
  const subscriptionId = item?.['subscriptionId'];
  if (typeof subscriptionId !== 'string') throw new Error('The tenant has no subscription');

  return subscriptionId;
}

/** S-11: the kinds of items that name an ID anywhere, whoever they belong to: the whole table is looked through. */
export function entitiesNaming(id: string): string[] {
  return [...new Set(itemsNaming(id).map(({ PK }) => PK.split('#')[0] ?? ''))].toSorted();
}
