import type { Tenant } from '../../domain/tenants/tenant.ts';
import { accountReply } from './account-reply.ts';

/** What registering a tenant answers. */
export function tenantReply({ tenantId, representative, accounts, version }: Tenant) {
  return { tenantId, representative: { userId: representative.userId }, accounts: accounts.map(accountReply), version };
}
