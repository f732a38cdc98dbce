import type { Certificate } from '../../domain/certificates/certificate.ts';
import type { AuditedCertificate } from '../adapters/acm-pca/audit-entries.ts';
import { changeCertificate, listCertificates } from '../adapters/dynamodb/certificates.ts';
import { findLoginId } from '../adapters/dynamodb/login-ids.ts';
import { settings } from '../runtime/settings.ts';

/** The item of a certificate that a CA reports. */
export type AuditedItem = { readonly tenantId: string; readonly certificate: Certificate };

/** Nobody has a user ID that is retired: the certificates of whoever is deleted are revoked anyway (U-8). */
export async function findAuditedItem({ userId, serialNumber }: AuditedCertificate): Promise<AuditedItem | undefined> {
  const owner = await findLoginId(userId);
  if (owner === undefined) return undefined;

  const { tenantId } = owner.scope;
  const certificates = await listCertificates(tenantId, userId);
  const certificate = certificates.find((each) => each.serialNumber === serialNumber);

  return certificate && { tenantId, certificate };
}

/** from now on no request passes with it. Why it was revoked is not known here: it is taken as lost. */
export async function refuseAsRevoked({ tenantId, certificate }: AuditedItem, now: Date): Promise<void> {
  const at = now.toISOString();

  await changeCertificate(
    tenantId,
    certificate,
    (current) =>
      current.revokedAt === undefined ? { save: { revokedAt: at, revocationReason: 'lost', revokedAtAuthorityAt: at } } : 'leave',
    settings(),
  );
}
