import { isLiveUser, type Subscription } from '../subscriptions/roster.ts';
import type { IssueAttempt } from './issue-attempt.ts';

/** Why a certificate was revoked; each has its counterpart among the reasons of RFC 5280, 5.3.1. */
export type RevocationReason = 'superseded' | 'lost' | 'user-deleted' | 'service-cancelled';

/**
 * A client certificate that was handed out. One whose thumbprint is on no such item opens nothing, whoever signed it.
 * Times are RFC 3339.
 */
export type Certificate = {
  /** SHA-256 of the DER encoding, in lower-case hexadecimal: what sessions are bound to (L-5). */
  readonly thumbprint: string;
  /** In lower-case hexadecimal. */
  readonly serialNumber: string;
  /** What the certificate authority calls it; begins with the ARN of the authority that issued it. */
  readonly certificateArn: string;
  readonly userId: string;
  readonly subscriptionId: string;
  /** The period of the certificate service it was ordered in; a later one knows nothing of it (S-8). */
  readonly serviceId: string;
  readonly notBefore: string;
  readonly notAfter: string;
  /** Hash of the acquisition password of the last pick-up, which also serves a renewal without the certificate. */
  readonly acquisitionHash: string;
  /** The certificate it renews, which stays valid until this one is first used. */
  readonly replaces?: { readonly thumbprint: string; readonly notAfter: string };
  /** The thumbprint of its renewal. */
  readonly replacedBy?: string;
  /** Since when it is renewed, and how often it was: a renewal whose import failed can be repeated for a while. */
  readonly renewed?: { readonly at: string; readonly times: number };
  readonly usedAt?: string;
  /** Since when it is refused; the certificate authority is told afterwards. */
  readonly revokedAt?: string;
  readonly revocationReason?: RevocationReason;
  /** When the certificate authority knew. */
  readonly revokedAtAuthorityAt?: string;
  /** The order its reminders share. */
  readonly renewalOrderId?: string;
  /** The last reminder sent, as the days before expiry it stands for. */
  readonly remindedDays?: number;
  /** An attempt to renew it by client authentication that has not led to a certificate (yet). */
  readonly renewalAttempt?: IssueAttempt;
  readonly version: number;
};

export type CertificateStatus = 'valid' | 'revocation-scheduled' | 'revoked' | 'expired';

type StatusFacts = Pick<Certificate, 'userId' | 'serviceId' | 'notAfter' | 'revokedAt'>;

/**
 * The status of a certificate now (X-10, S-7, U-8): what ended with the user or with a service whose revocation is done counts
 * as revoked, whatever its item says so far.
 */
export function certificateStatus(certificate: StatusFacts, subscription: Subscription, now: Date): CertificateStatus {
  if (certificate.revokedAt !== undefined || subscription.status !== 'active') return 'revoked';
  if (!isLiveUser(subscription, certificate.userId)) return 'revoked';
  if (now >= new Date(certificate.notAfter)) return 'expired';

  const { certificates, cancelledServices = [] } = subscription;
  if (certificates.status === 'active' && certificates.serviceId === certificate.serviceId) return 'valid';

  const cancelled = cancelledServices.find(({ serviceId }) => serviceId === certificate.serviceId);

  // Whatever keeps the revocation from being done: past its date nothing opens.
  return cancelled !== undefined && now < new Date(cancelled.revocationDueAt) ? 'revocation-scheduled' : 'revoked';
}

/** Whether its holder can authenticate with it: until it is revoked, a scheduled one still serves (S-7). */
export function authenticates(status: CertificateStatus): boolean {
  return status === 'valid' || status === 'revocation-scheduled';
}

/** When a certificate of a cancelled service is revoked at the latest (S-7). */
export function revocationDueAt({ serviceId }: Pick<Certificate, 'serviceId'>, subscription: Subscription): string | undefined {
  if (subscription.status !== 'active') return undefined;

  return subscription.cancelledServices?.find((service) => service.serviceId === serviceId)?.revocationDueAt;
}
