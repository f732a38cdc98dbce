import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import type * as z from 'zod';
import { expire } from '../../domain/approvals/end-request.ts';
import { approvalExpiryRequested } from '../../events/approval-expiry-requested.ts';
import { TenantId } from '../../events/ids.ts';
import { approvalRequestRef, saveRequest } from '../adapters/dynamodb/approval-requests.ts';
import { commit } from '../adapters/dynamodb/commit.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { membershipUnchanged, subscriptionRef } from '../adapters/dynamodb/subscriptions.ts';
import { endedEvent, expiryRequested } from '../approvals/request-events.ts';
import { LOG } from '../runtime/log-codes.ts';
import { logger } from '../runtime/logger.ts';
import { outboxWrites } from '../runtime/outbox-writes.ts';

/** A request that was pending. */
export const Waiting = approvalExpiryRequested.data.extend({ tenantId: TenantId });
export type Waiting = z.output<typeof Waiting>;

/**
 * notes down that a request has expired, and tells of it; one that ended before stays as it is. It can be repeated. One that
 * expires later than a state machine can wait for is left to another execution. Throws before it is time.
 */
export async function expireRequest({ tenantId, subscriptionId, requestId, wakeAt }: Waiting, now: Date): Promise<void> {
  if (now < new Date(wakeAt)) throw new Error('It is not time yet');

  const place = { tenantId, subscriptionId };
  const [request, subscription] = await readItems([approvalRequestRef(place, requestId), subscriptionRef(tenantId)]);
  // Ended, or cancelled with its subscription (S-10).
  if (request?.state.status !== 'pending' || subscription?.status !== 'active') return;
  if (subscription.subscriptionId !== subscriptionId) return;

  const expired = expire(request, now);
  const [writes, event] = expired
    ? [saveRequest(place, expired), endedEvent(expired, subscriptionId, 'expired')]
    : [[], expiryRequested(request, subscriptionId, now)];
  const origin = { transactionId: randomUUID(), tenantId, now };

  const live = membershipUnchanged(tenantId, subscription, undefined);

  // Somebody decided, or left, in the very moment: it is looked at again.
  if ((await commit([...writes, live, ...outboxWrites(origin, { events: [event] })])) === 'conflict') {
    throw new Error('A request has moved while it expired');
  }
  logger.info(LOG.requestLookedAt, { requestId, expired: expired !== undefined });
}

/** Task of the state machine that expires requests. */
export async function handler(input: unknown, context: Context): Promise<void> {
  logger.addContext(context);

  await expireRequest(Waiting.parse(input), new Date());
}
