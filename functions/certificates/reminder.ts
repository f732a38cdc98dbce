import type { Certificate } from '../../domain/certificates/certificate.ts';
import { type CertificateOrder, newOrderId, orderStatus, renewalOrder } from '../../domain/certificates/certificate-order.ts';
import type { Ids } from '../../domain/ports.ts';
import type { Roster } from '../../domain/subscriptions/roster.ts';
import type { Tenant } from '../../domain/tenants/tenant.ts';
import type { User } from '../../domain/users/user.ts';
import type { DomainEvent } from '../../events/index.ts';
import { addOrder, orderRef } from '../adapters/dynamodb/certificate-orders.ts';
import { scopeOf } from '../adapters/dynamodb/keys.ts';
import { readItem } from '../adapters/dynamodb/read.ts';
import { saveCurrentOrder, userRef } from '../adapters/dynamodb/users.ts';
import type { Write } from '../adapters/dynamodb/write.ts';
import type { Settings } from '../contracts/settings.ts';
import { type MailJob, mailJob } from '../mail/mail-job.ts';
import { orderCancelled, orderPlaced } from './order-events.ts';

/** A reminder as it is sent, and what goes with it. */
export type Reminder = {
  /** The renewal order that was opened. */
  readonly orderId?: string;
  readonly writes: readonly Write[];
  readonly events: readonly DomainEvent[];
  readonly mails: readonly MailJob[];
};

/** Nobody is reminded of what expired unnoticed, is to be revoked, or belongs to nobody any more. */
export const PASSED_OVER: Reminder = { writes: [], events: [], mails: [] };

type Circumstances = {
  readonly roster: Roster;
  readonly tenant: Tenant;
  readonly ids: Ids;
  readonly now: Date;
  readonly settings: Settings;
};

/** The reminder with the URL of the order that the later ones share; a new one is opened where there is none to be picked up. */
export async function reminderFor(certificate: Certificate, days: number, circumstances: Circumstances): Promise<Reminder> {
  const { ids, now, roster, tenant } = circumstances;
  const { tenantId } = tenant;
  const { userId, serialNumber, notAfter, version } = certificate;
  const scope = scopeOf(tenantId, roster, userId);
  const user = await readItem(userRef(scope, userId));
  if (user === undefined) return PASSED_OVER;

  const { shared, voided } = await currentOrder(certificate, user, circumstances);
  const orderId = newOrderId(userId, ids.short());
  const order = shared ?? renewalOrder(certificate, { orderId, tokenCauseId: orderId, now });
  const isOpened = shared === undefined;

  return {
    ...(isOpened && { orderId }),
    writes: isOpened ? [addOrder(tenantId, order), saveCurrentOrder(scope, user, orderId)] : [],
    events: [
      ...(isOpened ? [orderPlaced(order)] : []),
      ...(voided ? [orderCancelled(voided, 'replaced')] : []),
      {
        type: 'certificate-expiring',
        aggregate: { id: serialNumber, version: version + 1 },
        data: { serialNumber, userId, notAfter, days },
      },
    ],
    mails: [expiringMail(user, certificate, order, tenant)],
  };
}

/**
 * The user's latest order: shared, if it can be picked up, and in any case if earlier reminders of the certificate shared it. A
 * locked one that they did not share is voided by the one to be opened.
 */
async function currentOrder(
  { renewalOrderId }: Certificate,
  { certificateOrderId: currentOrderId }: User,
  { roster: subscription, tenant, now, settings }: Circumstances,
): Promise<{ readonly shared?: CertificateOrder; readonly voided?: CertificateOrder }> {
  const order = currentOrderId === undefined ? undefined : await readItem(orderRef(tenant.tenantId, currentOrderId));
  if (order === undefined) return {};

  const status = orderStatus(order, { subscription, currentOrderId, now, settings });
  if (status === 'open' || order.orderId === renewalOrderId) return { shared: order };

  return status === 'locked' ? { voided: order } : {};
}

function expiringMail(
  { userId, name, email }: User,
  { notAfter }: Certificate,
  { orderId, tokenCauseId }: CertificateOrder,
  { language }: Tenant,
): MailJob {
  return mailJob('certificate-expiring', {
    to: email,
    userId,
    language,
    data: { name, userId, orderId, expiresAt: notAfter },
    derivedFrom: { causeId: tokenCauseId, userId },
    sendBefore: notAfter,
  });
}
