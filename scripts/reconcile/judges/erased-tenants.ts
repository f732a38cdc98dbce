import type { EventOf } from '../../../events/index.ts';
import { partitions } from '../../../functions/adapters/dynamodb/keys.ts';
import { keysOf } from '../../../functions/adapters/dynamodb/purge.ts';
import { attributesOf, readItem } from '../../../functions/adapters/dynamodb/read.ts';
import { subscriptionRef } from '../../../functions/adapters/dynamodb/subscriptions.ts';
import { type ErasedTenant, erasedTenantRef, tenantRef } from '../../../functions/adapters/dynamodb/tenants.ts';
import { type Judge, keyOf, partsOf } from '../judging.ts';
import { asked, isAsked } from '../mending.ts';

/** Of an erased tenant nothing is left that its purge removes: the execution may be of the time that is lost. */
export const judgeErasedTenant: Judge = async (item, court) => {
  const [tenantId] = partsOf(item);
  const { erasedAt } = attributesOf<ErasedTenant>(item);
  const name = `erasure-${tenantId}`;
  // A tenant that is there as well is told of there.
  if ((await readItem(tenantRef(tenantId))) !== undefined) return [];
  if (!(await isSomethingLeft(tenantId)) || (await isAsked(name, court))) return [];

  // What becomes of the history is not kept anywhere: it stays, unless a person asks for more.
  const event: EventOf<'tenant-erasure-requested'> = {
    type: 'tenant-erasure-requested',
    aggregate: { id: tenantId, version: 1 },
    data: { erasedAt, history: 'keep' },
  };

  return [
    {
      code: 'erasure-unfinished',
      key: keyOf(item),
      about: { tenantId, erasedAt },
      mend: () => asked(name, tenantId, event, court),
    },
  ];
};

/** What is left of an erased tenant is told of as one. */
export async function isErased(tenantId: string): Promise<boolean> {
  return (await readItem(erasedTenantRef(tenantId))) !== undefined;
}

async function isSomethingLeft(tenantId: string): Promise<boolean> {
  if ((await readItem(subscriptionRef(tenantId))) !== undefined) return true;

  const lists = [partitions.acceptances(tenantId), partitions.users({ tenantId }), partitions.certificates(tenantId)];
  for (const list of lists) if ((await keysOf(list, { count: 1 })).keys.length > 0) return true;

  return false;
}
