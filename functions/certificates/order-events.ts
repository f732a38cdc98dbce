import type { CertificateOrder } from '../../domain/certificates/certificate-order.ts';
import type { EventOf } from '../../events/index.ts';

type Facts = Pick<CertificateOrder, 'orderId' | 'userId' | 'version'>;

/** tells of an order. Without `actorUserId` a reminder opened it. */
export function orderPlaced(
  { orderId, userId, kind, endsAt, version }: Facts & Pick<CertificateOrder, 'kind' | 'endsAt'>,
  actorUserId?: string,
): EventOf<'certificate-ordered'> {
  return {
    type: 'certificate-ordered',
    aggregate: { id: orderId, version },
    data: { orderId, userId, kind, expiresAt: endsAt, ...(actorUserId !== undefined && { actorUserId }) },
  };
}

/** Tells that an order can no longer be picked up; its version before that is the one given. */
export function orderCancelled(
  { orderId, userId, version }: Facts,
  reason: EventOf<'certificate-order-cancelled'>['data']['reason'],
): EventOf<'certificate-order-cancelled'> {
  return {
    type: 'certificate-order-cancelled',
    aggregate: { id: orderId, version: version + 1 },
    data: { orderId, userId, reason },
  };
}
