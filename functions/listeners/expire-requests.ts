import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import { expire } from '../../domain/approvals/end-request.ts';
import type { Clock } from '../../domain/ports.ts';
import { approvalRequestRef, overdueRequests, saveRequest } from '../adapters/dynamodb/approval-requests.ts';
import { commit } from '../adapters/dynamodb/commit.ts';
import type { SubscriptionScope } from '../adapters/dynamodb/keys.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { membershipUnchanged, subscriptionRef } from '../adapters/dynamodb/subscriptions.ts';
import { endedEvent } from '../approvals/request-events.ts';
import { systemClock } from '../runtime/dependencies.ts';
import { describeError } from '../runtime/describe-error.ts';
import { LOG } from '../runtime/log-codes.ts';
import { logger } from '../runtime/logger.ts';
import { outboxWrites } from '../runtime/outbox-writes.ts';

type Overdue = SubscriptionScope & { readonly requestId: string };

type ExpiryDependencies = {
  overdueRequests: typeof overdueRequests;
  expireRequest: typeof expireRequest;
  clock: Clock;
};

/**
 * notes down which pending requests have expired, and tells of each once. Their status goes by the time whenever this runs. One
 * that fails does not stop the others, and is due again in the next run. Throws at the end when any did, so that the alarm on errors
 * sees it.
 */
export async function expireRequests({ overdueRequests, expireRequest, clock }: ExpiryDependencies): Promise<void> {
  const now = clock.now();
  let expired = 0;
  let failures = 0;

  for await (const overdue of overdueRequests(now)) {
    try {
      if (await expireRequest(overdue, now)) expired++;
    } catch (error) {
      logger.error(LOG.requestNotExpired, { requestId: overdue.requestId, ...describeError(error) });
      failures++;
    }
  }

  if (expired > 0) logger.info(LOG.requestsExpired, { requests: expired });
  if (failures > 0) throw new Error(`${failures} requests were not expired: the log says which`);
}

/** @returns whether it was still pending: somebody may have decided in the last moment, or its tenant left (S-10) */
export async function expireRequest({ requestId, ...place }: Overdue, now: Date): Promise<boolean> {
  const { tenantId, subscriptionId } = place;
  const [request, subscription] = await readItems([approvalRequestRef(place, requestId), subscriptionRef(tenantId)]);
  const expired = request && expire(request, now);
  if (expired === undefined || subscription?.status !== 'active') return false;
  if (subscription.subscriptionId !== subscriptionId) return false;

  const event = endedEvent(expired, subscriptionId, 'expired');
  const committed = await commit([
    ...saveRequest(place, expired),
    membershipUnchanged(tenantId, subscription, undefined),
    ...outboxWrites({ transactionId: randomUUID(), tenantId, now }, { events: [event] }),
  ]);

  return committed === 'committed';
}

/** Called by a schedule, whose payload says nothing. */
export async function handler(_schedule: unknown, context: Context): Promise<void> {
  logger.addContext(context);

  await expireRequests({ overdueRequests, expireRequest, clock: systemClock });
}
