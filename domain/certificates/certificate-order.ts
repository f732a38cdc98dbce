import { isLocked, NO_TRIES, type Tries } from '../credentials/tries.ts';
import { isLiveUser, type Roster, type Subscription } from '../subscriptions/roster.ts';
import type { Certificate } from './certificate.ts';
import type { IssueAttempt } from './issue-attempt.ts';

export type OrderKind = 'new' | 'renewal';
export type OrderStatus = 'open' | 'picked-up' | 'cancelled' | 'locked';

/** A certificate order: it becomes a certificate when it is picked up. Times are RFC 3339. */
export type CertificateOrder = {
  /** Begins with the user ID, which is the common name: see `newOrderId`. */
  readonly orderId: string;
  readonly userId: string;
  readonly subscriptionId: string;
  readonly serviceId: string;
  readonly kind: OrderKind;
  /** The acquisition password, as a hash, with its tries. */
  readonly acquisition: Tries & { readonly hash: string };
  /** What the token in the mailed URL is derived from; another one voids the URL. */
  readonly tokenCauseId: string;
  readonly orderedAt: string;
  /** When it can no longer be picked up. */
  readonly endsAt: string;
  /** The certificate that a renewal renews. */
  readonly renews?: string;
  /** The first pick-up, and the certificate of the last one. */
  readonly pickedUp?: { readonly at: string; readonly thumbprint: string; readonly times: number };
  readonly cancelledAt?: string;
  /** An attempt at a pick-up that has not led to a certificate (yet). */
  readonly attempt?: IssueAttempt;
  readonly version: number;
};

/** Named as in the settings file. */
export type OrderSettings = { readonly certificateOrder: { readonly days: number; readonly tries: number } };

const DAY_MS = 24 * 60 * 60 * 1000;

/** An order ID leads to its user, and so to the order, without an index; `random` makes it nobody's guess. */
export function newOrderId(userId: string, random: string): string {
  return `${userId}${random}`;
}

const USER_ID_LENGTH = 10;

/** Whose order it is; for an ID that is none, nobody's. */
export function userIdOfOrder(orderId: string): string {
  return orderId.slice(0, USER_ID_LENGTH);
}

type NewOrder = {
  readonly orderId: string;
  readonly userId: string;
  readonly acquisitionHash: string;
  readonly tokenCauseId: string;
  readonly now: Date;
};

/** an order an administrator places, good for 30 × 24 hours. */
export function newOrder(
  { orderId, userId, acquisitionHash, tokenCauseId, now }: NewOrder,
  { subscriptionId, serviceId }: { readonly subscriptionId: string; readonly serviceId: string },
  { certificateOrder }: OrderSettings,
): CertificateOrder {
  return {
    orderId,
    userId,
    subscriptionId,
    serviceId,
    kind: 'new',
    acquisition: { ...NO_TRIES, hash: acquisitionHash },
    tokenCauseId,
    orderedAt: now.toISOString(),
    endsAt: new Date(now.getTime() + certificateOrder.days * DAY_MS).toISOString(),
    version: 1,
  };
}

/** the order that the reminders of a certificate share; it opens with the acquisition password of the last pick-up. */
export function renewalOrder(
  certificate: Certificate,
  { orderId, tokenCauseId, now }: Pick<NewOrder, 'orderId' | 'tokenCauseId' | 'now'>,
): CertificateOrder {
  const { userId, subscriptionId, serviceId, acquisitionHash, thumbprint, notAfter } = certificate;

  return {
    orderId,
    userId,
    subscriptionId,
    serviceId,
    kind: 'renewal',
    acquisition: { ...NO_TRIES, hash: acquisitionHash },
    tokenCauseId,
    orderedAt: now.toISOString(),
    endsAt: notAfter,
    renews: thumbprint,
    version: 1,
  };
}

/** What tells whether an order can still become a certificate. */
export type OrderSurroundings = {
  readonly subscription: Subscription;
  /** The user's latest order, which voids the earlier ones. */
  readonly currentOrderId: string | undefined;
  readonly now: Date;
  readonly settings: OrderSettings;
};

/** Of an order, what tells its status. */
export type OrderFacts = Pick<CertificateOrder, 'orderId' | 'userId' | 'serviceId' | 'endsAt' | 'pickedUp' | 'cancelledAt'> & {
  readonly acquisition: Pick<Tries, 'failures' | 'lockedAt'>;
};

/** The status of an order now: what its time, its user, its service or a later order has ended counts as cancelled (X-2, X-12, U-8, S-6). */
export function orderStatus(order: OrderFacts, { subscription, currentOrderId, now, settings }: OrderSurroundings): OrderStatus {
  if (order.pickedUp !== undefined) return 'picked-up';
  if (order.cancelledAt !== undefined || isOrderExpired(order, now)) return 'cancelled';
  if (order.orderId !== currentOrderId || !isServed(order, subscription)) return 'cancelled';

  return isLocked(order.acquisition, now, acquisitionTries(settings)) ? 'locked' : 'open';
}

/** Whether nobody was told yet that an order has ended: it was not picked up, closed, nor voided by a later one. */
export function isStanding(
  { orderId, pickedUp, cancelledAt }: Pick<CertificateOrder, 'orderId' | 'pickedUp' | 'cancelledAt'>,
  currentOrderId: string | undefined,
): boolean {
  return pickedUp === undefined && cancelledAt === undefined && orderId === currentOrderId;
}

export function isOrderExpired({ endsAt }: Pick<CertificateOrder, 'endsAt'>, now: Date): boolean {
  return now >= new Date(endsAt);
}

/** Whether the user and the certificate service an order is for are still there. */
export function isServed(
  { userId, serviceId }: Pick<CertificateOrder, 'userId' | 'serviceId'>,
  subscription: Subscription,
): subscription is Roster {
  return (
    subscription.status === 'active' &&
    isLiveUser(subscription, userId) &&
    subscription.certificates.status === 'active' &&
    subscription.certificates.serviceId === serviceId
  );
}

/** five wrong acquisition passwords lock the order, for good. */
export function acquisitionTries({ certificateOrder }: OrderSettings) {
  return { failuresBeforeLock: certificateOrder.tries };
}

/** How long, and how often in all, a certificate is handed out when the import fails. */
const AGAIN_MS = 24 * 60 * 60 * 1000;
const MOST_TIMES = 5;

/** Whether what was handed out at a time, so many times, can be handed out once more: within 24 hours of the first time. */
export function canBeRepeated({ at, times }: { readonly at: string; readonly times: number }, now: Date): boolean {
  return now.getTime() - Date.parse(at) <= AGAIN_MS && times < MOST_TIMES;
}
