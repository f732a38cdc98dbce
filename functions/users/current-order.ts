import { type OrderStatus, orderStatus } from '../../domain/certificates/certificate-order.ts';
import type { Roster } from '../../domain/subscriptions/roster.ts';
import type { User } from '../../domain/users/user.ts';
import type { ListedOrder } from '../adapters/dynamodb/certificate-orders.ts';
import type { Settings } from '../contracts/settings.ts';

type Circumstances = {
  /** The orders there are of the user. */
  readonly orders: readonly ListedOrder[];
  readonly roster: Roster;
  readonly now: Date;
  readonly settings: Settings;
};

/** The user's latest order, if its status is one of these: another order voids it, another invitation its URL. */
export function currentOrder(
  { certificateOrderId }: User,
  statuses: readonly OrderStatus[],
  { orders, roster, now, settings }: Circumstances,
): ListedOrder | undefined {
  const surroundings = { subscription: roster, currentOrderId: certificateOrderId, now, settings };
  const order = orders.find(({ orderId }) => orderId === certificateOrderId);

  return order && statuses.includes(orderStatus(order, surroundings)) ? order : undefined;
}
