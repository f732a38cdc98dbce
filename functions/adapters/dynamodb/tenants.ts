import type { Tenant } from '../../../domain/tenants/tenant.ts';
import { type Key, key } from './keys.ts';
import { type Item, readItem } from './read.ts';
import { putNew, type Write } from './write.ts';

export const tenantKey = (tenantId: string): Key => key.tenant(tenantId);

export function toTenant(item: Item): Tenant {
  const { PK, SK, ...tenant } = item;

  return tenant as unknown as Tenant;
}

export async function findTenant(tenantId: string): Promise<Tenant | undefined> {
  const item = await readItem(key.tenant(tenantId));

  return item && toTenant(item);
}

/** @throws when the tenant does not exist: a session of it does, so this is a fault, not a refusal. */
export async function readTenant(tenantId: string): Promise<Tenant> {
  const tenant = await findTenant(tenantId);
  if (tenant === undefined) throw new Error('A session belongs to a tenant that does not exist');

  return tenant;
}

export function addTenant(tenant: Tenant): Write {
  return putNew(key.tenant(tenant.tenantId), tenant);
}

/** Replaces a tenant that is still at the version before. */
export function replaceTenant(tenant: Tenant): Write {
  return {
    kind: 'put',
    key: key.tenant(tenant.tenantId),
    attributes: tenant,
    condition: '#version = :before',
    values: { ':before': tenant.version - 1 },
  };
}
