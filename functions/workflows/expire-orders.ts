import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import type * as z from 'zod';
import { type CertificateOrder, isServed } from '../../domain/certificates/certificate-order.ts';
import type { Tenant } from '../../domain/tenants/tenant.ts';
import type { User } from '../../domain/users/user.ts';
import { TenantId } from '../../events/ids.ts';
import { orderExpiryRequested } from '../../events/order-expiry-requested.ts';
import { cancelOrder, orderRef } from '../adapters/dynamodb/certificate-orders.ts';
import { commit } from '../adapters/dynamodb/commit.ts';
import { scopeOf } from '../adapters/dynamodb/keys.ts';
import { readItem, readItems } from '../adapters/dynamodb/read.ts';
import { subscriptionRef } from '../adapters/dynamodb/subscriptions.ts';
import { readTenant } from '../adapters/dynamodb/tenants.ts';
import { userRef } from '../adapters/dynamodb/users.ts';
import { orderCancelled } from '../certificates/order-events.ts';
import { type MailJob, mailJob, newsEndsAt } from '../mail/mail-job.ts';
import { describeError } from '../runtime/describe-error.ts';
import { LOG } from '../runtime/log-codes.ts';
import { logger } from '../runtime/logger.ts';
import { outboxWrites } from '../runtime/outbox-writes.ts';

/** Orders of one tenant that end at the same time. */
export const OrderBatch = orderExpiryRequested.data.extend({ tenantId: TenantId });
export type OrderBatch = z.output<typeof OrderBatch>;

/**
 * closes the orders of a batch that nobody picked up, and tells their users; what was picked up, cancelled or replaced stays
 * as it is. It can be repeated; one that fails stops no other. Throws before the orders have ended, and
 * at the end when any failed.
 */
export async function expireOrders({ tenantId, expiresAt, orderIds }: OrderBatch, now: Date): Promise<void> {
  if (now < new Date(expiresAt)) throw new Error('The orders have not ended yet');

  const results = await Promise.allSettled(orderIds.map((orderId) => expireOrder(tenantId, orderId, now)));
  const failures = results.filter((result) => result.status === 'rejected');

  for (const { reason } of failures) logger.error(LOG.orderNotClosed, describeError(reason));
  logger.info(LOG.ordersClosed, { orders: results.length - failures.length });
  if (failures.length > 0) throw new Error(`${failures.length} orders were not closed: the log says why`);
}

async function expireOrder(tenantId: string, orderId: string, now: Date): Promise<void> {
  const [order, subscription] = await readItems([orderRef(tenantId, orderId), subscriptionRef(tenantId)]);
  // Gone with its user, or void already: another one told of that.
  if (order === undefined || subscription === undefined || order.pickedUp !== undefined || order.cancelledAt !== undefined)
    return;
  if (!isServed(order, subscription)) return;

  const user = await readItem(userRef(scopeOf(tenantId, subscription, order.userId), order.userId));
  if (user?.certificateOrderId !== orderId) return;

  const mail = expiredMail(user, order, await readTenant(tenantId), now);
  const told = { events: [orderCancelled(order, 'expired')], mails: [mail] };
  const outbox = outboxWrites({ transactionId: randomUUID(), tenantId, now }, told);
  const closed = await commit([cancelOrder(tenantId, order, now), ...outbox]);

  // A try or a pick-up came in between: it is looked at again.
  if (closed === 'conflict') throw new Error('An order has moved while it was closed');
}

function expiredMail(
  { userId, name, email }: User,
  { orderId, endsAt }: CertificateOrder,
  { language }: Tenant,
  now: Date,
): MailJob {
  return mailJob('certificate-order-expired', {
    to: email,
    userId,
    language,
    data: { name, userId, orderId, expiredAt: endsAt },
    sendBefore: newsEndsAt(now),
  });
}

/** Task of the state machine that expires orders. */
export async function handler(input: unknown, context: Context): Promise<void> {
  logger.addContext(context);

  await expireOrders(OrderBatch.parse(input), new Date());
}
