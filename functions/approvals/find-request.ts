import type { ApprovalRequest } from '../../domain/approvals/approval-request.ts';
import { maySee, type Person } from '../../domain/approvals/approver.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import type { Tenant } from '../../domain/tenants/tenant.ts';
import { approvalRequestRef } from '../adapters/dynamodb/approval-requests.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { existing, tenantRef } from '../adapters/dynamodb/tenants.ts';
import type { Subscriber } from '../runtime/actor.ts';
import { personOf } from './person.ts';

type Found = { readonly request: ApprovalRequest; readonly person: Person; readonly tenant: Tenant };

/** Reads a request of the caller's subscription, and the caller's rights: one round trip. */
export async function findRequest(actor: Subscriber, requestId: string): Promise<Result<Found, { code: 'not-found' }>> {
  const { tenantId, subscription } = actor;
  const { subscriptionId } = subscription;

  const [request, stored] = await readItems([approvalRequestRef({ tenantId, subscriptionId }, requestId), tenantRef(tenantId)]);
  const tenant = existing(stored);

  return request === undefined
    ? refuse({ code: 'not-found' })
    : ok({ request, person: personOf(actor, tenant.accounts), tenant });
}

/** The same; whoever does not see a request does not find it. */
export async function findSeenRequest(actor: Subscriber, requestId: string): Promise<Result<Found, { code: 'not-found' }>> {
  const found = await findRequest(actor, requestId);
  if (!found.ok) return found;

  return maySee(found.value.request, found.value.person) ? found : refuse({ code: 'not-found' });
}
