import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { TenantId } from '../../events/ids.ts';
import { subscriptionPurgeRequested } from '../../events/subscription-purge-requested.ts';
import { purgeSome } from '../adapters/dynamodb/purge.ts';
import { LOG } from '../runtime/log-codes.ts';
import { logger } from '../runtime/logger.ts';
import { requireCancelled } from './cancelled-subscription.ts';

/** A subscription that its tenant has cancelled. */
const Cancelled = z.object({ ...subscriptionPurgeRequested.data.shape, tenantId: TenantId });
type Cancelled = z.output<typeof Cancelled>;

/** Whether there may be more of it; the state machine calls until nothing is. */
export type PurgedPage = Cancelled & { readonly more: boolean };

type PurgeDependencies = { requireCancelled: typeof requireCancelled; purgeSome: typeof purgeSome };

/**
 * S-11: removes one page of what is left of a cancelled subscription. It goes by what it finds in the table, so that it can be
 * repeated and is done only when nothing is left. Throws for a subscription that the tenant has now.
 */
export async function purgeSubscription(
  cancelled: Cancelled,
  { requireCancelled, purgeSome }: PurgeDependencies,
): Promise<PurgedPage> {
  await requireCancelled(cancelled);

  const removed = await purgeSome(cancelled);
  logger.info(LOG.subscriptionPurged, removed);

  return { ...cancelled, more: removed.users + removed.items > 0 };
}

/** Task of the state machine that purges cancelled subscriptions. */
export async function handler(input: unknown, context: Context): Promise<PurgedPage> {
  logger.addContext(context);

  return purgeSubscription(Cancelled.parse(input), { requireCancelled, purgeSome });
}
