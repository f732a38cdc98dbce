import { type Key, key, partitions } from './keys.ts';
import { deleteItem, deleteItems, ITEMS_AT_ONCE, keysOf, purgeSome, purgeUser } from './purge.ts';
import { subscriptionIdOf } from './subscriptions.ts';

/** A tenant that was erased, when (RFC 3339), and what becomes of its history. */
export type Erased = { readonly tenantId: string; readonly erasedAt: string; readonly history: 'keep' | 'erase' };

/**
 * Removes some of what an erased tenant has left, as it finds it; certificates and their orders go when they are revoked. What
 * leads to other items goes after them.
 *
 * @returns how much it was; nothing is left when that is 0
 */
export async function purgeSomeOfTenant(erased: Erased): Promise<number> {
  for (const purge of [purgeSubscriptions, purgeMaster, purgeKeptReplies, purgeHistories]) {
    const removed = await purge(erased);
    if (removed > 0) return removed;
  }
  await deleteItem(key.subscription(erased.tenantId));

  return 0;
}

/** Whatever kept the purge of a subscription from its end: an acceptance names each there was (S-2). */
async function purgeSubscriptions({ tenantId }: Erased): Promise<number> {
  const { keys } = await keysOf(partitions.acceptances(tenantId), { count: 1 });
  const [acceptance] = keys;
  if (acceptance === undefined) return 0;

  const { users, items } = await purgeSome({ tenantId, subscriptionId: subscriptionIdOf(acceptance) });
  if (users + items === 0) await deleteItem(acceptance);

  return users + items + 1;
}

async function purgeMaster({ tenantId }: Erased): Promise<number> {
  const { keys } = await keysOf(partitions.users({ tenantId }), {});
  for (const { SK: userId } of keys) await purgeUser({ tenantId }, userId);

  return keys.length;
}

/** They tell what was registered. The one of the erasure says nothing, answers a repeated request, and expires. */
async function purgeKeptReplies({ tenantId }: Erased): Promise<number> {
  return purgeBut(partitions.idempotency(`${tenantId}#operator`), 'eraseTenant#');
}

/** H-3, unless the bank was asked for more; the record of the erasure itself stays. */
async function purgeHistories({ tenantId, erasedAt, history }: Erased): Promise<number> {
  if (history === 'keep') return 0;

  const logins = await purgeBut(partitions.loginHistory(tenantId));
  const operations = await purgeBut(partitions.operationHistory(tenantId), `${erasedAt}#`);

  return logins + operations;
}

/** Removes some of a partition, but what begins so. */
async function purgeBut(partition: string, kept?: string): Promise<number> {
  const { keys } = await keysOf(partition, { count: ITEMS_AT_ONCE });
  const removed = keys.filter(({ SK }: Key) => kept === undefined || !SK.startsWith(kept));
  await deleteItems(removed);

  return removed.length;
}
