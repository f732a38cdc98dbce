import type { Subscription } from '../subscriptions/roster.ts';
import { type Certificate, type CertificateStatus, certificateStatus } from './certificate.ts';
import { type OrderFacts, type OrderSettings, orderStatus } from './certificate-order.ts';

/** What an administrator sees of a user's certificates (U-1). */
export type UserCertificate = {
  readonly status: 'none' | 'ordered' | CertificateStatus;
  /** When the certificate, or what was ordered, ends (RFC 3339). */
  readonly expiresAt?: string;
};

type Surroundings = {
  readonly subscription: Subscription;
  readonly currentOrderId: string | undefined;
  readonly now: Date;
  readonly settings: OrderSettings;
};

/**
 * U-1: the one status of a user with whatever certificates and orders: what works comes before what is ordered, and that before
 * what no longer works, of which the latest counts.
 */
export function userCertificate(
  certificates: readonly Certificate[],
  orders: readonly OrderFacts[],
  { subscription, currentOrderId, now, settings }: Surroundings,
): UserCertificate {
  const own = certificates
    .filter((certificate) => subscription.status === 'active' && certificate.subscriptionId === subscription.subscriptionId)
    .sort((a, b) => (a.notAfter < b.notAfter ? 1 : -1))
    .map(({ notAfter, ...facts }) => ({ notAfter, status: certificateStatus({ notAfter, ...facts }, subscription, now) }));

  const working = own.find(({ status }) => status === 'valid') ?? own.find(({ status }) => status === 'revocation-scheduled');
  if (working) return { status: working.status, expiresAt: working.notAfter };

  const open = orders.find((order) => orderStatus(order, { subscription, currentOrderId, now, settings }) === 'open');
  if (open) return { status: 'ordered', expiresAt: open.endsAt };

  const [latest] = own;

  return latest === undefined ? { status: 'none' } : { status: latest.status, expiresAt: latest.notAfter };
}
