import type { Certificate, RevocationReason } from '../../domain/certificates/certificate.ts';
import type { Roster } from '../../domain/subscriptions/roster.ts';
import type { EventOf } from '../../events/index.ts';
import { saveCertificate } from '../adapters/dynamodb/certificates.ts';
import type { Write } from '../adapters/dynamodb/write.ts';
import type { Settings } from '../contracts/settings.ts';

/**
 * Which certificates: those with one of these thumbprints, of these users, of this period of the certificate service, or all of
 * the subscription.
 */
type Which = Pick<EventOf<'revocation-requested'>['data'], 'thumbprints' | 'userIds' | 'serviceId' | 'wholeSubscription'>;

/** The revocation begins so long before it is due: until 18:00 in Tokyo everybody can still log in, and a fault can be mended. */
const HEAD_START_MS = 6 * 60 * 60 * 1000;

/** S-7: when to begin revoking what is due by the end of a day (RFC 3339). */
export function revocationBeginsAt(dueAt: string): Date {
  return new Date(Date.parse(dueAt) - HEAD_START_MS);
}

/** Asks for certificates to be revoked at the certificate authority as well, and for what else goes with it, not before a time. */
export function revocationRequested(
  { subscriptionId, version }: Pick<Roster, 'subscriptionId' | 'version'>,
  reason: RevocationReason,
  notBefore: Date,
  which: Which,
): EventOf<'revocation-requested'> {
  return {
    type: 'revocation-requested',
    aggregate: { id: subscriptionId, version },
    data: { subscriptionId, reason, notBefore: notBefore.toISOString(), ...which },
  };
}

/** from now on a certificate is refused; the certificate authority is told by whoever `revocationRequested` starts. */
export function refusedFromNow(
  tenantId: string,
  certificate: Certificate,
  reason: RevocationReason,
  { now, settings }: { readonly now: Date; readonly settings: Settings },
): Write {
  return saveCertificate(tenantId, certificate, { revokedAt: now.toISOString(), revocationReason: reason }, settings);
}

/** Tells that a certificate is refused, and that the certificate authority knows. */
export function certificateRevoked(
  { serialNumber, userId, version }: Certificate,
  reason: RevocationReason,
): EventOf<'certificate-revoked'> {
  return {
    type: 'certificate-revoked',
    aggregate: { id: serialNumber, version: version + 1 },
    data: { serialNumber, userId, reason },
  };
}
