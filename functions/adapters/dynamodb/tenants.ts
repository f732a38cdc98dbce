import type { Tenant } from '../../../domain/tenants/tenant.ts';
import { UnavailableError } from '../../runtime/unavailable-error.ts';
import { key } from './keys.ts';
import { attributesOf, type Ref, readItem } from './read.ts';
import { check, putNew, putNext, remove, type Write } from './write.ts';

export const tenantRef = (tenantId: string): Ref<Tenant> => ({ key: key.tenant(tenantId), read: attributesOf<Tenant> });

/** The tenant of a session. @throws {UnavailableError} when it was erased since: the next request finds no session. */
export async function readTenant(tenantId: string): Promise<Tenant> {
  return existing(await readItem(tenantRef(tenantId)));
}

/** The same for one that was read together with other items. */
export function existing(tenant: Tenant | undefined): Tenant {
  if (tenant === undefined) throw new UnavailableError('The tenant was erased meanwhile');

  return tenant;
}

export function addTenant(tenant: Tenant): Write {
  return putNew(key.tenant(tenant.tenantId), tenant);
}

/** Replaces a tenant that is still at the version before. */
export function replaceTenant(tenant: Tenant): Write {
  return putNext(key.tenant(tenant.tenantId), tenant, tenant.version - 1);
}

/** A write finds the tenant's accounts as they were read: none of them closed since (P-8). */
export function accountsUnchanged({ tenantId, version }: Tenant): Write {
  return check(key.tenant(tenantId), '#version = :version', { ':version': version });
}

/** What is kept for good about a tenant that was erased: that its ID is not used again. */
export type ErasedTenant = { readonly erasedAt: string };

export const erasedTenantRef = (tenantId: string): Ref<ErasedTenant> => ({
  key: key.erasedTenant(tenantId),
  read: attributesOf<ErasedTenant>,
});

/** Removes a tenant that is still as it was decided on; its ID stays taken. */
export function removeTenant({ tenantId, version }: Tenant, now: Date): Write[] {
  const erased: ErasedTenant = { erasedAt: now.toISOString() };

  return [
    { ...remove(key.tenant(tenantId)), condition: '#version = :version', values: { ':version': version } },
    putNew(key.erasedTenant(tenantId), erased),
  ];
}

/** A write finds that a tenant ID was not erased. */
export function notErased(tenantId: string): Write {
  return check(key.erasedTenant(tenantId), 'attribute_not_exists(PK)');
}
