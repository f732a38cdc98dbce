import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { TenantId } from '../../events/ids.ts';
import { tenantErasureRequested } from '../../events/tenant-erasure-requested.ts';
import { pageOfOrders } from '../adapters/dynamodb/certificate-orders.ts';
import { pageOfCertificates } from '../adapters/dynamodb/certificates.ts';
import { purgeSomeOfTenant } from '../adapters/dynamodb/purge-tenant.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { erasedTenantRef, tenantRef } from '../adapters/dynamodb/tenants.ts';
import { LOG } from '../runtime/log-codes.ts';
import { logger } from '../runtime/logger.ts';
import type { Revocation } from './revocation.ts';

/** A tenant that the bank has erased. */
const Erased = z.object({ ...tenantErasureRequested.data.shape, tenantId: TenantId });
type Erased = z.output<typeof Erased>;

/** Whether there may be more of it, and what of it is to be revoked first; the state machine calls until neither is. */
export type PurgedTenant = Erased & { readonly more: boolean; readonly revocation?: Revocation };

type PurgeDependencies = {
  requireErased: typeof requireErased;
  purgeSomeOfTenant: typeof purgeSomeOfTenant;
  subscriptionToRevoke: typeof subscriptionToRevoke;
};

/**
 * Removes one page of what is left of an erased tenant. It goes by what it finds in the table, so that it can be repeated and is
 * done only when nothing is left. Throws for a tenant that is not erased.
 */
export async function purgeTenant(
  erased: Erased,
  now: Date,
  { requireErased, purgeSomeOfTenant, subscriptionToRevoke }: PurgeDependencies,
): Promise<PurgedTenant> {
  const { tenantId, erasedAt, history } = erased;
  await requireErased(tenantId);

  const items = await purgeSomeOfTenant(erased);
  const subscriptionId = await subscriptionToRevoke(tenantId);
  logger.info(LOG.tenantPurged, { items });

  return {
    tenantId,
    erasedAt,
    history,
    more: items > 0,
    ...(subscriptionId !== undefined && { revocation: revocationOf(tenantId, subscriptionId, now) }),
  };
}

/** as when the subscription was cancelled; whatever kept that from its end, no certificate is forgotten. */
function revocationOf(tenantId: string, subscriptionId: string, now: Date): Revocation {
  return { tenantId, subscriptionId, reason: 'service-cancelled', notBefore: now.toISOString(), wholeSubscription: true };
}

async function requireErased(tenantId: string): Promise<void> {
  const [erased, tenant] = await readItems([erasedTenantRef(tenantId), tenantRef(tenantId)]);

  if (erased === undefined || tenant !== undefined) throw new Error('A tenant that is not erased is not purged');
}

/** A subscription of which certificates or orders are left. */
async function subscriptionToRevoke(tenantId: string): Promise<string | undefined> {
  const first = { count: 1, after: undefined };
  const [certificates, orders] = await Promise.all([pageOfCertificates(tenantId, first), pageOfOrders(tenantId, first)]);

  return (certificates.found[0] ?? orders.found[0])?.subscriptionId;
}

/** Task of the state machine that purges erased tenants. */
export async function handler(input: unknown, context: Context): Promise<PurgedTenant> {
  logger.addContext(context);

  return purgeTenant(Erased.parse(input), new Date(), { requireErased, purgeSomeOfTenant, subscriptionToRevoke });
}
