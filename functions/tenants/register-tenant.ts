import type { Ids } from '../../domain/ports.ts';
import { refuse } from '../../domain/result.ts';
import { registerTenant as decideRegistration, type Registration, updateTenant } from '../../domain/tenants/register-tenant.ts';
import type { Tenant } from '../../domain/tenants/tenant.ts';
import { newUser } from '../../domain/users/user.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { addTenant, erasedTenantRef, notErased, replaceTenant, tenantRef } from '../adapters/dynamodb/tenants.ts';
import { registerTenant as contract } from '../contracts/tenants.ts';
import { randomIds } from '../runtime/dependencies.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation, OperationRequest } from '../runtime/operation.ts';
import { type Changes, done } from '../runtime/outcome.ts';
import { newPerson } from '../users/new-person.ts';
import { tenantReply } from './tenant-reply.ts';

type Dependencies = { ids: Ids };

/**
 * Registers a tenant with its representative, who is mailed a user ID and a temporary login password, or updates one that
 * exists. Name and mail address of the master are the master's own to change (U-10) and stay.
 */
export const registerTenant: Operation<typeof contract, Dependencies> = async (request, { ids }) => {
  const { tenantId, ...registration } = request.input;
  const [known, erased] = await readItems([tenantRef(tenantId), erasedTenantRef(tenantId)]);
  // Its history may still be kept under the ID: whoever comes back is another tenant.
  if (erased !== undefined) return refuse({ code: 'wrong-state' });

  const decision = known
    ? updateTenant(known, registration)
    : decideRegistration(tenantId, registration, { userId: ids.userId() });
  if (!decision.ok) return decision;

  const tenant = decision.value;
  const changes = known ? { writes: [replaceTenant(tenant)] } : withRepresentative(tenant, registration, request);

  return done(
    tenantReply(tenant),
    { ...changes, events: [tenantRegistered(tenant, known)], subjects: [tenantId] },
    known ? 200 : 201,
  );
};

function withRepresentative(
  tenant: Tenant,
  { representative }: Registration,
  request: OperationRequest<typeof contract>,
): Changes {
  const { userId, name } = tenant.representative;
  const master = newUser({ userId, role: 'master', name, email: representative.email });
  const { writes, mails } = newPerson(master, undefined, { scope: { tenantId: tenant.tenantId }, tenant, ...request });

  return { writes: [addTenant(tenant), notErased(tenant.tenantId), ...writes], mails };
}

function tenantRegistered(tenant: Tenant, before: Tenant | undefined) {
  const accountIds = tenant.accounts.map(({ accountId }) => accountId);
  const closedAccountIds = (before?.accounts ?? [])
    .map(({ accountId }) => accountId)
    .filter((accountId) => !accountIds.includes(accountId));

  return {
    type: 'tenant-registered' as const,
    aggregate: { id: tenant.tenantId, version: tenant.version },
    data: { representativeUserId: tenant.representative.userId, accountIds, closedAccountIds },
  };
}

export const handler = lambda(contract, registerTenant, { ids: randomIds });
