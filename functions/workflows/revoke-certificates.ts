import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import type { Certificate, RevocationReason } from '../../domain/certificates/certificate.ts';
import { revocationDone } from '../../domain/subscriptions/certificate-service.ts';
import type { Tenant } from '../../domain/tenants/tenant.ts';
import type { User } from '../../domain/users/user.ts';
import { revoke } from '../adapters/acm-pca/certificate-authority.ts';
import { changeCertificate, listCertificates, saveCertificate } from '../adapters/dynamodb/certificates.ts';
import { commit } from '../adapters/dynamodb/commit.ts';
import { readItem, readItems } from '../adapters/dynamodb/read.ts';
import { saveSubscription, subscriptionRef } from '../adapters/dynamodb/subscriptions.ts';
import { readTenant } from '../adapters/dynamodb/tenants.ts';
import { userRef } from '../adapters/dynamodb/users.ts';
import { certificateRevoked } from '../certificates/revocation.ts';
import type { Settings } from '../contracts/settings.ts';
import { type MailJob, mailJob, newsEndsAt } from '../mail/mail-job.ts';
import { LOG } from '../runtime/log-codes.ts';
import { logger } from '../runtime/logger.ts';
import { outboxWrites } from '../runtime/outbox-writes.ts';
import { settings as deploymentSettings } from '../runtime/settings.ts';
import { Revocation } from './revocation.ts';

/** What remains to be done; the state machine calls until nothing does. */
export type RevocationPage = Revocation & { readonly left: number };

/** So many certificates are revoked in one invocation, which then takes a few seconds at most. */
const PAGE = 10;

/** For the certificate authority (RFC 5280, 5.3.1). */
const AUTHORITY_REASONS = {
  superseded: 'SUPERSEDED',
  lost: 'KEY_COMPROMISE',
  'user-deleted': 'AFFILIATION_CHANGED',
  'service-cancelled': 'CESSATION_OF_OPERATION',
} as const satisfies Record<RevocationReason, string>;

/**
 * X-10, S-7, U-8: revokes one page of certificates: first here, where every request looks, then at the certificate authority; that
 * both is done is told, and mailed, in one transaction. Every step can be repeated. Throws when a certificate has moved meanwhile.
 */
export async function revokePage(revocation: Revocation, now: Date, settings: Settings): Promise<RevocationPage> {
  const { tenantId, serviceId } = revocation;
  const waiting = (await listCertificates(tenantId)).filter((certificate) => isMeant(certificate, revocation));
  const [page, later] = [waiting.slice(0, PAGE), waiting.slice(PAGE)];

  for (const certificate of page) await revokeOne(certificate, revocation, now, settings);
  logger.info(LOG.certificatesRevoked, { certificates: page.length });

  if (later.length === 0 && serviceId !== undefined) await closeService(tenantId, serviceId);

  return { ...revocation, left: later.length };
}

function isMeant(
  { thumbprint, userId, serviceId, revokedAtAuthorityAt }: Certificate,
  { thumbprints = [], userIds = [], serviceId: cancelled }: Revocation,
): boolean {
  if (revokedAtAuthorityAt !== undefined) return false;

  return thumbprints.includes(thumbprint) || userIds.includes(userId) || serviceId === cancelled;
}

async function revokeOne(
  known: Certificate,
  { tenantId, reason: revocationReason }: Revocation,
  now: Date,
  settings: Settings,
): Promise<void> {
  const revokedAt = now.toISOString();
  const certificate = await changeCertificate(
    tenantId,
    known,
    (current) => (current.revokedAt === undefined ? { save: { revokedAt, revocationReason } } : 'leave'),
    settings,
  );

  const reason = certificate.revocationReason ?? revocationReason;
  // Nothing takes an expired one for good, and the authority no longer revokes it.
  if (now < new Date(certificate.notAfter)) await revoke(certificate, AUTHORITY_REASONS[reason]);

  const told = {
    events: [certificateRevoked(certificate, reason)],
    mails: await mailsAbout(certificate, reason, await readTenant(tenantId), now),
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
  { tenantId, language }: Tenant,
  now: Date,
): Promise<MailJob[]> {
  if (reason !== 'lost' && reason !== 'service-cancelled') return [];

  const [master, added] = await readItems([userRef({ tenantId }, userId), userRef({ tenantId, subscriptionId }, userId)]);
  const user: User | undefined = master ?? added;
  if (user === undefined) return [];

  const data = { name: user.name, userId, serialNumber, reason, revokedAt: revokedAt ?? now.toISOString() };

  return [mailJob('certificate-revoked', { to: user.email, language, data, sendBefore: newsEndsAt(now) })];
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
export async function handler(input: unknown, context: Context): Promise<RevocationPage> {
  logger.addContext(context);

  return revokePage(Revocation.parse(input), new Date(), deploymentSettings());
}
