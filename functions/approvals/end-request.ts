import type { ApprovalRequest } from '../../domain/approvals/approval-request.ts';
import type { Transition } from '../../domain/approvals/end-request.ts';
import type { DomainEvent } from '../../events/index.ts';
import { saveRequest } from '../adapters/dynamodb/approval-requests.ts';
import { accountsUnchanged } from '../adapters/dynamodb/tenants.ts';
import type { Subscriber } from '../runtime/actor.ts';
import type { Refused } from '../runtime/operation.ts';
import { type Done, done } from '../runtime/outcome.ts';
import { findRequest } from './find-request.ts';
import { requestReply } from './request-reply.ts';

type EndingRequest = {
  readonly actor: Subscriber;
  readonly input: { readonly requestId: string; readonly version: number; readonly comment?: string | undefined };
  readonly now: Date;
};

type Ended =
  | Done<ReturnType<typeof requestReply>>
  | Refused<'not-found' | 'permission-denied' | 'wrong-state' | 'version-conflict'>;

/**
 * Moves a request on and tells of it, all in one transaction: rights, limits and accounts are those of this moment, and
 * have to stand when it commits.
 */
export async function endRequest(
  { actor, input, now }: EndingRequest,
  transition: Transition,
  eventOf: (request: ApprovalRequest, subscriptionId: string, userId: string) => DomainEvent,
): Promise<Ended> {
  const { tenantId, userId, subscription } = actor;
  const { subscriptionId } = subscription;
  const found = await findRequest(actor, input.requestId);
  if (!found.ok) return found;

  const { request, person, tenant } = found.value;
  const ended = transition(request, { person, version: input.version, comment: input.comment, now });
  if (!ended.ok) return ended;

  return done(requestReply(ended.value, now), {
    writes: [...saveRequest({ tenantId, subscriptionId }, ended.value), accountsUnchanged(tenant)],
    events: [eventOf(ended.value, subscriptionId, userId)],
    subjects: [request.requestId],
  });
}
