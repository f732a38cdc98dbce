import { type CertificateOrder, newOrder, newOrderId } from '../../domain/certificates/certificate-order.ts';
import type { OrderRequest } from '../../domain/certificates/ordering.ts';
import type { Ids } from '../../domain/ports.ts';
import type { Roster } from '../../domain/subscriptions/roster.ts';
import type { Tenant } from '../../domain/tenants/tenant.ts';
import type { User } from '../../domain/users/user.ts';
import type { DomainEvent, EventOf } from '../../events/index.ts';
import { addOrder } from '../adapters/dynamodb/certificate-orders.ts';
import type { Write } from '../adapters/dynamodb/write.ts';
import type { Settings } from '../contracts/settings.ts';
import { type MailJob, mailJob } from '../mail/mail-job.ts';
import { hashPassword } from '../runtime/passwords.ts';
import { orderPlaced } from './order-events.ts';

type Circumstances = {
  readonly actor: { readonly userId: string; readonly tenantId: string };
  readonly roster: Roster;
  readonly tenant: Pick<Tenant, 'name' | 'language'>;
  readonly ids: Ids;
  readonly transactionId: string;
  readonly now: Date;
  readonly settings: Settings;
};

/** An order as it is placed together with what else becomes of the user. */
export type PlacedOrder = {
  readonly order: CertificateOrder;
  readonly write: Write;
  readonly mail: MailJob;
  readonly event: DomainEvent;
};

/** an order for a user, who is mailed the pick-up URL. Only the hash of the acquisition password is kept. */
export async function placeOrder(user: User, request: OrderRequest, circumstances: Circumstances): Promise<PlacedOrder> {
  const { actor, roster, tenant, ids, transactionId, now, settings } = circumstances;
  const { subscriptionId, certificates } = roster;
  if (certificates.status !== 'active') throw new Error('An order was decided on without the certificate service');

  const { userId } = user;
  const order = newOrder(
    {
      orderId: newOrderId(userId, ids.short()),
      userId,
      acquisitionHash: await hashPassword(request.acquisitionPassword),
      tokenCauseId: transactionId,
      now,
    },
    { subscriptionId, serviceId: certificates.serviceId },
    settings,
  );

  return {
    order,
    write: addOrder(actor.tenantId, order),
    mail: orderMail(user, order, tenant),
    event: orderPlaced(order, actor.userId),
  };
}

/** the mail with the pick-up URL, whose token is derived from the order. */
export function orderMail(
  { userId, name, email }: User,
  { orderId, endsAt, tokenCauseId }: Pick<CertificateOrder, 'orderId' | 'endsAt' | 'tokenCauseId'>,
  { name: tenantName, language }: Pick<Tenant, 'name' | 'language'>,
): MailJob {
  return mailJob('certificate-order', {
    to: email,
    userId,
    language,
    data: { name, tenantName, userId, orderId, validUntil: endsAt },
    derivedFrom: { causeId: tokenCauseId, userId },
    sendBefore: endsAt,
  });
}

/** asks for orders that end together to be closed then, if nobody has picked them up. */
export function orderExpiryRequested(orders: readonly CertificateOrder[]): EventOf<'order-expiry-requested'>[] {
  const [first] = orders;
  if (first === undefined) return [];

  const { orderId, version, endsAt } = first;

  return [
    {
      type: 'order-expiry-requested',
      aggregate: { id: orderId, version },
      data: { expiresAt: endsAt, orderIds: orders.map((order) => order.orderId) },
    },
  ];
}
