import type { CertificateOrder, OrderFacts } from '../../../domain/certificates/certificate-order.ts';
import { TABLE } from '../../contracts/table.ts';
import { type Key, key, partitions } from './keys.ts';
import { deleteItem } from './purge.ts';
import { attributesOf, type Page, type PageAsked, pageOf, queryPartition, type Ref, readItem } from './read.ts';
import { type Decision, GoneError, untilSaved } from './until-saved.ts';
import { putNew, putNext, update, type Write } from './write.ts';

export const orderRef = (tenantId: string, orderId: string): Ref<CertificateOrder> => ({
  key: orderKey(tenantId, orderId),
  read: attributesOf<CertificateOrder>,
});

const orderKey = (tenantId: string, orderId: string): Key => key.certificateOrder(tenantId, orderId);

/** Of an order, what lists show and decide on: no hash leaves the table for one. */
export type ListedOrder = OrderFacts &
  Pick<CertificateOrder, 'subscriptionId' | 'kind' | 'tokenCauseId' | 'orderedAt' | 'version'>;

const LISTED = [
  'orderId',
  'userId',
  'subscriptionId',
  'serviceId',
  'kind',
  'acquisition.failures',
  'acquisition.lockedAt',
  'tokenCauseId',
  'orderedAt',
  'endsAt',
  'pickedUp',
  'cancelledAt',
  'version',
];

/** Every order of the tenant that is still kept, by user; with `userId` those of one. */
export function listOrders(tenantId: string, userId?: string): Promise<ListedOrder[]> {
  return queryPartition<ListedOrder>(partitions.certificateOrders(tenantId), { attributes: LISTED, beginning: userId });
}

/** A page of them. */
export function pageOfOrders(tenantId: string, page: PageAsked): Promise<Page<ListedOrder>> {
  return pageOf<ListedOrder>(partitions.certificateOrders(tenantId), { ...page, attributes: LISTED });
}

export function addOrder(tenantId: string, order: CertificateOrder): Write {
  return putNew(orderKey(tenantId, order.orderId), stored(order));
}

/** What may change of an order. */
export type OrderChanges = Partial<Omit<CertificateOrder, 'orderId' | 'userId' | 'version'>>;

/** Saves the next state, in a transaction, if the order is still as it was decided on. */
export function saveOrder(tenantId: string, from: CertificateOrder, to: OrderChanges) {
  const next = { ...from, ...to, version: from.version + 1 };

  return putNext(orderKey(tenantId, from.orderId), stored(next), from.version);
}

type Known = Pick<CertificateOrder, 'orderId' | 'version'>;

/** Closes an order that was not picked up, if it is still as it was decided on. */
export function cancelOrder(tenantId: string, { orderId, version }: Known, now: Date): Write {
  return update(orderKey(tenantId, orderId), {
    update: 'SET #cancelledAt = :now, #version = :next',
    condition: '#version = :before',
    values: { ':now': now.toISOString(), ':next': version + 1, ':before': version },
  });
}

/** U-5: voids the URL mailed for an order; what is derived from the new cause takes its place. */
export function replaceToken(tenantId: string, { orderId, version }: Known, tokenCauseId: string): Write {
  return update(orderKey(tenantId, orderId), {
    update: 'SET #tokenCauseId = :causeId, #version = :next',
    condition: '#version = :before',
    values: { ':causeId': tokenCauseId, ':next': version + 1, ':before': version },
  });
}

/** Removes an order of a user or of a subscription that is gone. Twice is fine. */
export function removeOrder(tenantId: string, orderId: string): Promise<void> {
  return deleteItem(orderKey(tenantId, orderId));
}

/** Decides on an order and saves the outcome by itself: see `untilSaved`. */
export function changeOrder(
  tenantId: string,
  known: CertificateOrder,
  decide: (order: CertificateOrder) => Decision<OrderChanges>,
): Promise<CertificateOrder> {
  return untilSaved({
    known,
    decide,
    save: (from, to) => saveOrder(tenantId, from, to),
    read: () => readOrder(tenantId, known.orderId),
  });
}

/** @throws {GoneError} when its user was deleted, and it with the user */
async function readOrder(tenantId: string, orderId: string): Promise<CertificateOrder> {
  const order = await readItem(orderRef(tenantId, orderId));
  if (order === undefined) throw new GoneError('An order is gone');

  return order;
}

const KEPT_SECONDS = 365 * 24 * 60 * 60;

/** An order is shown for a year after it could no longer be picked up. */
function stored(order: CertificateOrder) {
  return { ...order, [TABLE.timeToLive]: Math.ceil(Date.parse(order.endsAt) / 1_000) + KEPT_SECONDS };
}
