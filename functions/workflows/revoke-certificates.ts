import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import type { Certificate, RevocationReason } from '../../domain/certificates/certificate.ts';
import { revocationDone } from '../../domain/subscriptions/certificate-service.ts';
import type { User } from '../../domain/users/user.ts';
import { revoke } from '../adapters/acm-pca/certificate-authority.ts';
import { changeCertificate, listCertificates, saveCertificate } from '../adapters/dynamodb/certificates.ts';
import { commit } from '../adapters/dynamodb/commit.ts';
import { readItem, readItems } from '../adapters/dynamodb/read.ts';
import { saveSubscription, subscriptionRef } from '../adapters/dynamodb/subscriptions.ts';
import { tenantRef } from '../adapters/dynamodb/tenants.ts';
import { userRef } from '../adapters/dynamodb/users.ts';
import { certificateRevoked } from '../certificates/revocation.ts';
import type { Settings } from '../contracts/settings.ts';
import { type MailJob, mailJob, newsEndsAt } from '../mail/mail-job.ts';
import { describeError } from '../runtime/describe-error.ts';
import { LOG } from '../runtime/log-codes.ts';
import { logger } from '../runtime/logger.ts';
import { outboxWrites } from '../runtime/outbox-writes.ts';
import { settings as deploymentSettings } from '../runtime/settings.ts';
import { isOfMeant, Revocation, withoutLive } from './revocation.ts';

/** So many at the same time: AWS Private CA revokes 20 a second, and infra/certificate-concurrency.ts counts on five. */
const AT_ONCE = 5;

/** For the certificate authority (RFC 5280, 5.3.1). */
const AUTHORITY_REASONS = {
  superseded: 'SUPERSEDED',
  lost: 'KEY_COMPROMISE',
  'user-deleted': 'AFFILIATION_CHANGED',
  'service-cancelled': 'CESSATION_OF_OPERATION',
} as const satisfies Record<RevocationReason, string>;

/**
 * X-10, S-7, S-10, U-8: revokes certificates: first all of them here, where every request looks; then at the
 * certificate authority, and that both is done is told, and mailed, in one transaction. It can be repeated. One
 * that fails stops no other; throws at the end when any did. What is live by the roster stays.
 */
export async function revokeCertificates(asked: Revocation, now: Date, settings: Settings): Promise<void> {
  const { tenantId } = asked;
  const [tenant, roster] = await readItems([tenantRef(tenantId), subscriptionRef(tenantId)]);
  const revocation = withoutLive(asked, tenant && roster);
  const { serviceId } = revocation;
  const meant = (await listCertificates(tenantId)).filter((certificate) => isMeant(certificate, revocation, now));

  const refused: Certificate[] = [];
  for (const certificate of meant) refused.push(await refuse(certificate, revocation, now, settings));

  const failures: unknown[] = [];
  for (let first = 0; first < refused.length; first += AT_ONCE) {
    const some = refused.slice(first, first + AT_ONCE);
    const results = await Promise.allSettled(some.map((certificate) => revokeOne(certificate, revocation, now, settings)));

    failures.push(...results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : [])));
  }

  for (const failure of failures) logger.error(LOG.certificateNotRevoked, describeError(failure));
  logger.info(LOG.certificatesRevoked, { certificates: meant.length - failures.length });
  if (failures.length > 0) throw new Error(`${failures.length} certificates were not revoked: the log says why`);

  if (serviceId !== undefined) await closeService(tenantId, serviceId);
}

/** What has expired without being refused before is over by itself. */
function isMeant(certificate: Certificate, revocation: Revocation, now: Date): boolean {
  const { thumbprint, notAfter, revokedAt, revokedAtAuthorityAt } = certificate;
  if (revokedAtAuthorityAt !== undefined || (revokedAt === undefined && now >= new Date(notAfter))) return false;

  return revocation.thumbprints?.includes(thumbprint) || isOfMeant(certificate, revocation);
}

/** from now on no request passes with it. */
function refuse(known: Certificate, { tenantId, reason }: Revocation, now: Date, settings: Settings): Promise<Certificate> {
  const revokedAt = now.toISOString();

  return changeCertificate(
    tenantId,
    known,
    (current) => (current.revokedAt === undefined ? { save: { revokedAt, revocationReason: reason } } : 'leave'),
    settings,
  );
}

async function revokeOne(
  certificate: Certificate,
  { tenantId, ...asked }: Revocation,
  now: Date,
  settings: Settings,
): Promise<void> {
  const reason = certificate.revocationReason ?? asked.reason;
  // Nobody takes an expired one, and the authority no longer revokes it.
  if (now < new Date(certificate.notAfter)) await revoke(certificate, AUTHORITY_REASONS[reason]);

  const told = {
    events: [certificateRevoked(certificate, reason)],
    mails: await mailsAbout(certificate, reason, tenantId, now),
  };
  const revoked = await commit([
    saveCertificate(tenantId, certificate, { revokedAtAuthorityAt: now.toISOString() }, settings),
    ...outboxWrites({ transactionId: randomUUID(), tenantId, now }, told),
  ]);

  if (revoked === 'conflict') throw new Error('A certificate has moved while it was revoked');
}

/** S-7, X-11: whoever loses a certificate without another taking its place is told, if still there. */
async function mailsAbout(
  { userId, subscriptionId, serialNumber, revokedAt }: Certificate,
  reason: RevocationReason,
  tenantId: string,
  now: Date,
): Promise<MailJob[]> {
  if (reason !== 'lost' && reason !== 'service-cancelled') return [];

  const [tenant, master, added] = await readItems([
    tenantRef(tenantId),
    userRef({ tenantId }, userId),
    userRef({ tenantId, subscriptionId }, userId),
  ]);
  const user: User | undefined = master ?? added;
  // Of an erased tenant nobody is mailed.
  if (tenant === undefined || user === undefined) return [];

  const data = { name: user.name, userId, serialNumber, reason, revokedAt: revokedAt ?? now.toISOString() };

  return [
    mailJob('certificate-revoked', { to: user.email, userId, language: tenant.language, data, sendBefore: newsEndsAt(now) }),
  ];
}

/** Nothing of the cancelled service is left: the subscription need not know of it any more. */
async function closeService(tenantId: string, serviceId: string): Promise<void> {
  const subscription = await readItem(subscriptionRef(tenantId));
  if (subscription?.status !== 'active') return;

  const after = revocationDone(subscription, serviceId);
  if (after === subscription) return;

  const saved = await commit([saveSubscription(tenantId, after)]);
  if (saved === 'conflict') throw new Error('The subscription has moved');
}

/** Task of the state machine that revokes. */
export async function handler(input: unknown, context: Context): Promise<void> {
  logger.addContext(context);

  await revokeCertificates(Revocation.parse(input), new Date(), deploymentSettings());
}
