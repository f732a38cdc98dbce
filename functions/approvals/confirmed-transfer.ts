import type { Transfer } from '../../domain/approvals/transfer.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import type { Tenant } from '../../domain/tenants/tenant.ts';
import { readTenant } from '../adapters/dynamodb/tenants.ts';
import type { Target } from '../contracts/confirmation-targets.ts';
import type { Actor } from '../runtime/actor.ts';
import { findSeenRequest } from './find-request.ts';

/** What the mail with a token shows of a transfer. */
export type ShownTransfer = Pick<Transfer, 'kind' | 'accountId' | 'amount'>;

type Confirmed = { readonly tenant: Tenant; readonly transfer?: ShownTransfer };

/**
 * what a mail token for a target is going to confirm: the transfer that is submitted, or the one of a request that the caller
 * sees, in the version that was read.
 */
export async function transferToConfirm(
  actor: Actor,
  target: Target | undefined,
): Promise<Result<Confirmed, { readonly code: 'not-found' | 'version-conflict' }>> {
  const { tenantId, subscription } = actor;

  if (target === undefined) return ok({ tenant: await readTenant(tenantId) });
  if (!('requestId' in target)) return ok({ tenant: await readTenant(tenantId), transfer: target });
  if (subscription.status !== 'active') return refuse({ code: 'not-found' });

  const found = await findSeenRequest({ ...actor, subscription }, target.requestId);
  if (!found.ok) return found;

  const { request, tenant } = found.value;

  return request.version === target.version ? ok({ tenant, transfer: request }) : refuse({ code: 'version-conflict' });
}
