import type { Certificate } from '../../../domain/certificates/certificate.ts';
import type { CertificateOrder } from '../../../domain/certificates/certificate-order.ts';
import { NO_TRIES } from '../../../domain/credentials/tries.ts';
import type { Roster } from '../../../domain/subscriptions/roster.ts';
import { EMPTY_ROSTER } from '../subscriptions/arbitraries.ts';

export const NOW = new Date('2026-12-01T03:00:00.000Z');
export const HANAKO = '1000000001';
export const SERVICE = 'service-2';
export const EARLIER_SERVICE = 'service-1';

export const DAY_MS = 24 * 60 * 60 * 1000;

/** So many days from NOW (RFC 3339). */
export function inDays(days: number): string {
  return new Date(NOW.getTime() + days * DAY_MS).toISOString();
}

/** A tenant with the certificate service and one added user. */
export const ROSTER: Roster = {
  ...EMPTY_ROSTER,
  groups: { plain: { nameDigest: 'plain', members: [HANAKO] } },
  certificates: { status: 'active', serviceId: SERVICE },
};

export const NO_SERVICE: Roster = { ...ROSTER, certificates: { status: 'not-subscribed' }, loginMethod: 'user-id' };

export const CERTIFICATE: Certificate = {
  thumbprint: 'aa11',
  serialNumber: '0a',
  certificateArn: 'arn:aws:acm-pca:ap-northeast-1:000000000000:certificate-authority/ca/certificate/0a',
  userId: HANAKO,
  subscriptionId: ROSTER.subscriptionId,
  serviceId: SERVICE,
  notBefore: inDays(-30),
  notAfter: inDays(335),
  acquisitionHash: 'hash of the last acquisition password',
  version: 4,
};

export const ORDER: CertificateOrder = {
  orderId: `${HANAKO}Qm7dT2xVb9Ka`,
  userId: HANAKO,
  subscriptionId: ROSTER.subscriptionId,
  serviceId: SERVICE,
  kind: 'new',
  acquisition: { ...NO_TRIES, hash: 'hash' },
  tokenCauseId: 'cause',
  orderedAt: inDays(-1),
  endsAt: inDays(29),
  version: 1,
};

export const SETTINGS = { certificateOrder: { days: 30, tries: 5 } };
