import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import { isOrderExpired } from '../../domain/certificates/certificate-order.ts';
import { cancelOrder, type ListedOrder, listOrders, removeOrder } from '../adapters/dynamodb/certificate-orders.ts';
import { commit } from '../adapters/dynamodb/commit.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { subscriptionRef } from '../adapters/dynamodb/subscriptions.ts';
import { tenantRef } from '../adapters/dynamodb/tenants.ts';
import { orderCancelled } from '../certificates/order-events.ts';
import { LOG } from '../runtime/log-codes.ts';
import { logger } from '../runtime/logger.ts';
import { outboxWrites } from '../runtime/outbox-writes.ts';
import { isOfMeant, Revocation, withoutLive } from './revocation.ts';

/**
 * S-6, S-10, U-8: tells of the open orders of a cancelled service or subscription or of deleted users, which are
 * void already, and closes them; those of deleted users go from the table. It can be repeated. Throws when an order
 * moves meanwhile: a void one does so once at most. What is live by the roster stays.
 */
export async function closeOrders(asked: Revocation, now: Date): Promise<void> {
  const { tenantId, reason } = asked;
  if (reason !== 'user-deleted' && reason !== 'service-cancelled') return;

  const [tenant, roster] = await readItems([tenantRef(tenantId), subscriptionRef(tenantId)]);
  const revocation = withoutLive(asked, tenant && roster);
  const { userIds = [] } = revocation;

  const orders = (await listOrders(tenantId))
    .filter((order) => isOfMeant(order, revocation))
    .sort((a, b) => (a.orderedAt < b.orderedAt ? -1 : 1));

  for (const order of orders.filter((each) => isUntold(each, orders, now))) await close(revocation, order, reason, now);

  // The earlier first: whatever is left when this is repeated, the later that voided it is left, too.
  for (const order of orders.filter(({ userId }) => userIds.includes(userId))) await removeOrder(tenantId, order.orderId);
  logger.info(LOG.ordersClosed, { orders: orders.length });
}

/** An order that a later one of its service has voided was told of then. */
function isUntold(order: ListedOrder, orders: readonly ListedOrder[], now: Date): boolean {
  const { userId, serviceId, orderedAt } = order;
  const isVoided = orders.some((each) => each.userId === userId && each.serviceId === serviceId && each.orderedAt > orderedAt);

  return order.pickedUp === undefined && order.cancelledAt === undefined && !isVoided && !isOrderExpired(order, now);
}

async function close(
  { tenantId }: Revocation,
  order: ListedOrder,
  reason: 'user-deleted' | 'service-cancelled',
  now: Date,
): Promise<void> {
  const outbox = outboxWrites({ transactionId: randomUUID(), tenantId, now }, { events: [orderCancelled(order, reason)] });
  const closed = await commit([cancelOrder(tenantId, order, now), ...outbox]);

  if (closed === 'conflict') throw new Error('An order has moved while it was closed');
}

/** Task of the state machine that revokes. */
export async function handler(input: unknown, context: Context): Promise<void> {
  logger.addContext(context);

  await closeOrders(Revocation.parse(input), new Date());
}
