import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { type AuditedCertificate, auditEntries } from '../adapters/acm-pca/audit-entries.ts';
import { auditReportState } from '../adapters/acm-pca/audit-reports.ts';
import { revoke } from '../adapters/acm-pca/certificate-authority.ts';
import { readText } from '../adapters/s3/read-text.ts';
import { LOG } from '../runtime/log-codes.ts';
import { logger } from '../runtime/logger.ts';
import { type AuditedItem, findAuditedItem, refuseAsRevoked } from './audited-item.ts';

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
  findAuditedItem: typeof findAuditedItem;
  refuseAsRevoked: typeof refuseAsRevoked;
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
 * Looks at one page of what a CA has issued, and makes both sides agree. What is good there and on no item of ours is revoked: an
 * attempt that died has left it, and nobody came after it. What is revoked there and good here is refused from now on
 * a restored table does not know it, or the bank revoked it by hand. It can be repeated. Throws when the report does not come.
 */
export async function auditPage(page: AuditPage, now: Date, dependencies: AuditDependencies): Promise<AuditPage> {
  const report = await dependencies.auditReportState(page);
  if (report.status === 'creating') {
    if (now.getTime() - report.createdAt.getTime() > LONGEST_WRITING_MS) throw new Error('An audit report does not come');

    return { ...page, state: 'creating' };
  }

  const entries = await entriesFrom(page.next, dependencies.readText(report.place));
  const reported = entries.filter((entry) => entry !== undefined).filter((certificate) => isOfInterest(certificate, now));
  const found = await itemsOf(reported, dependencies);

  const orphans = found.filter(({ audited, item }) => !audited.isRevoked && item === undefined);
  await revokeOrphans(orphans, dependencies);
  await refuseRevoked(found, now, dependencies);
  logger.info(LOG.certificatesAudited, { certificates: found.length, orphans: orphans.length });

  return { ...page, next: page.next + entries.length, state: entries.length === PAGE ? 'reading' : 'done' };
}

async function revokeOrphans(orphans: readonly Found[], { revoke }: AuditDependencies): Promise<void> {
  for (const { audited } of orphans) {
    const { certificateArn, serialNumber, userId } = audited;
    await revoke({ certificateArn, serialNumber }, 'SUPERSEDED');
    logger.warn(LOG.orphanRevoked, { certificateArn, userId });
  }
}

async function refuseRevoked(found: readonly Found[], now: Date, { refuseAsRevoked }: AuditDependencies): Promise<void> {
  for (const { audited, item } of found) {
    if (!audited.isRevoked || item === undefined || item.certificate.revokedAt !== undefined) continue;

    await refuseAsRevoked(item, now);
    logger.warn(LOG.revokedCertificateRefused, { certificateArn: audited.certificateArn, userId: audited.userId });
  }
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

/** Whether a certificate still opens something, or could, and was not issued just now. */
function isOfInterest({ issuedAt, notAfter }: AuditedCertificate, now: Date): boolean {
  return now < notAfter && now.getTime() - issuedAt.getTime() > UNDER_WAY_MS;
}

/** What a CA reports of a certificate, and our item of it. */
type Found = { readonly audited: AuditedCertificate; readonly item: AuditedItem | undefined };

async function itemsOf(reported: readonly AuditedCertificate[], { findAuditedItem }: AuditDependencies): Promise<Found[]> {
  const found: Found[] = [];

  for (let first = 0; first < reported.length; first += AT_ONCE) {
    const some = reported.slice(first, first + AT_ONCE);

    found.push(...(await Promise.all(some.map(async (each) => ({ audited: each, item: await findAuditedItem(each) })))));
  }

  return found;
}

/** Task of the state machine that audits. */
export async function handler(input: unknown, context: Context): Promise<AuditPage> {
  logger.addContext(context);

  return auditPage(AuditPage.parse(input), new Date(), { auditReportState, readText, findAuditedItem, refuseAsRevoked, revoke });
}
