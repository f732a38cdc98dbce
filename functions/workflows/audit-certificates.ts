import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { type AuditedCertificate, auditEntries } from '../adapters/acm-pca/audit-entries.ts';
import { auditReportState } from '../adapters/acm-pca/audit-reports.ts';
import { revoke } from '../adapters/acm-pca/certificate-authority.ts';
import { listCertificates } from '../adapters/dynamodb/certificates.ts';
import { findLoginId } from '../adapters/dynamodb/login-ids.ts';
import { readText } from '../adapters/s3/read-text.ts';
import { LOG } from '../runtime/log-codes.ts';
import { logger } from '../runtime/logger.ts';

/** A report of a CA, and its next entry. The state machine waits while it is `creating`, and calls until it is `done`. */
export const AuditPage = z.object({
  certificateAuthorityArn: z.string().min(1),
  auditReportId: z.string().min(1),
  next: z.int().min(0),
  state: z.enum(['creating', 'reading', 'done']),
});
export type AuditPage = z.output<typeof AuditPage>;

type AuditDependencies = {
  auditReportState: typeof auditReportState;
  readText: typeof readText;
  /** Whether there is an item for a certificate. */
  isKnown: (certificate: AuditedCertificate) => Promise<boolean>;
  revoke: typeof revoke;
};

/** So many entries are looked at in one invocation, which then takes half a minute at most; and so many at the same time. */
const PAGE = 10_000;
const AT_ONCE = 25;

/** No attempt takes so long: what has no item by then never gets one. */
const UNDER_WAY_MS = 60 * 60_000;

/** A report that takes longer will not come any more. */
const LONGEST_WRITING_MS = 24 * 60 * 60_000;

/**
 * Looks at one page of what a CA has issued, and revokes what is good there and on no item of ours: an attempt that died has left
 * it, and nobody came after it. Nothing took it for good meanwhile. It can be repeated. Throws when the report does not come.
 */
export async function auditPage(page: AuditPage, now: Date, dependencies: AuditDependencies): Promise<AuditPage> {
  const report = await dependencies.auditReportState(page);
  if (report.status === 'creating') {
    if (now.getTime() - report.createdAt.getTime() > LONGEST_WRITING_MS) throw new Error('An audit report does not come');

    return { ...page, state: 'creating' };
  }

  const entries = await entriesFrom(page.next, dependencies.readText(report.place));
  const suspects = entries.filter((entry) => entry !== undefined).filter((certificate) => isSuspect(certificate, now));
  const orphans = await unknownAmong(suspects, dependencies);

  for (const { certificateArn, serialNumber, userId } of orphans) {
    await dependencies.revoke({ certificateArn, serialNumber }, 'SUPERSEDED');
    logger.warn(LOG.orphanRevoked, { certificateArn, userId });
  }
  logger.info(LOG.certificatesAudited, { certificates: suspects.length, orphans: orphans.length });

  return { ...page, next: page.next + entries.length, state: entries.length === PAGE ? 'reading' : 'done' };
}

async function entriesFrom(next: number, text: AsyncIterable<string>): Promise<(AuditedCertificate | undefined)[]> {
  const entries: (AuditedCertificate | undefined)[] = [];
  let position = 0;

  for await (const entry of auditEntries(text)) {
    if (position++ < next) continue;

    entries.push(entry);
    if (entries.length === PAGE) break;
  }

  return entries;
}

/** Whether a certificate ought to be on an item: it is good, and was not issued just now. */
function isSuspect({ isRevoked, issuedAt, notAfter }: AuditedCertificate, now: Date): boolean {
  return !isRevoked && now < notAfter && now.getTime() - issuedAt.getTime() > UNDER_WAY_MS;
}

async function unknownAmong(suspects: readonly AuditedCertificate[], { isKnown }: AuditDependencies) {
  const unknown: AuditedCertificate[] = [];

  for (let first = 0; first < suspects.length; first += AT_ONCE) {
    const some = suspects.slice(first, first + AT_ONCE);
    const known = await Promise.all(some.map(isKnown));

    unknown.push(...some.filter((_, index) => !known[index]));
  }

  return unknown;
}

/** Nobody has a user ID that is retired: the certificates of whoever is deleted are revoked anyway (U-8). */
async function isKnown({ userId, serialNumber }: AuditedCertificate): Promise<boolean> {
  const owner = await findLoginId(userId);
  if (owner === undefined) return false;

  const certificates = await listCertificates(owner.scope.tenantId, userId);

  return certificates.some((certificate) => certificate.serialNumber === serialNumber);
}

/** Task of the state machine that audits. */
export async function handler(input: unknown, context: Context): Promise<AuditPage> {
  logger.addContext(context);

  return auditPage(AuditPage.parse(input), new Date(), { auditReportState, readText, isKnown, revoke });
}
