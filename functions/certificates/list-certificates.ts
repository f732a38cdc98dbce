import {
  type Certificate,
  type CertificateStatus,
  certificateStatus,
  revocationDueAt,
} from '../../domain/certificates/certificate.ts';
import { orderStatus } from '../../domain/certificates/certificate-order.ts';
import type { Roster } from '../../domain/subscriptions/roster.ts';
import { listOrders } from '../adapters/dynamodb/certificate-orders.ts';
import { listCertificates as listStored } from '../adapters/dynamodb/certificates.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { listAddedUsers, userRef } from '../adapters/dynamodb/users.ts';
import { listCertificates as contract } from '../contracts/certificates.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';

/** The inventory of client certificates: what there is, how it stands now, and what is ordered. */
export const listCertificates: Operation<typeof contract> = async ({ actor, input, now, settings }) => {
  const { tenantId, subscription } = actor;
  const { subscriptionId, masterUserId } = subscription;
  const { userId, expiringWithinDays: days } = input;
  const isOfNow = (item: { subscriptionId: string }) => item.subscriptionId === subscriptionId;
  const isWanted = ({ status }: { status: string }) => input.status === undefined || input.status === status;

  const [stored, orders, [master], added] = await Promise.all([
    listStored(tenantId, userId),
    listOrders(tenantId, userId),
    readItems([userRef({ tenantId }, masterUserId)]),
    listAddedUsers(tenantId, subscriptionId),
  ]);
  const users = new Map([master, ...added].flatMap((user) => (user ? [[user.userId, user] as const] : [])));

  const certificates = stored
    .filter(isOfNow)
    .map((certificate) => inventoried(certificate, subscription, now))
    .filter((certificate) => isWanted(certificate) && (days === undefined || expiresWithin(certificate, days, now)))
    .sort((a, b) => (a.notAfter < b.notAfter ? -1 : 1));

  const ordered = orders
    .filter((order) => isOfNow(order) && days === undefined)
    .sort((a, b) => (a.orderedAt < b.orderedAt ? -1 : 1))
    .map((order) => {
      const currentOrderId = users.get(order.userId)?.certificateOrderId;
      const status = orderStatus(order, { subscription, currentOrderId, now, settings });

      return { orderId: order.orderId, userId: order.userId, kind: order.kind, status, expiresAt: order.endsAt };
    })
    .filter(isWanted);

  return done({ asOf: now.toISOString(), certificates, orders: ordered });
};

function inventoried(certificate: Certificate, subscription: Roster, now: Date) {
  const { serialNumber, userId, notBefore, notAfter } = certificate;
  const status = certificateStatus(certificate, subscription, now);
  const due = status === 'revocation-scheduled' ? revocationDueAt(certificate, subscription) : undefined;

  return { serialNumber, userId, status, notBefore, notAfter, ...(due !== undefined && { revocationDueAt: due }) };
}

const DAY_MS = 24 * 60 * 60 * 1000;

function expiresWithin(
  { status, notAfter }: { readonly status: CertificateStatus; readonly notAfter: string },
  days: number,
  now: Date,
): boolean {
  return status === 'valid' && Date.parse(notAfter) - now.getTime() <= days * DAY_MS;
}

export const handler = lambda(contract, listCertificates);
