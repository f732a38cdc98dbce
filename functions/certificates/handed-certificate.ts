import type { Certificate } from '../../domain/certificates/certificate.ts';
import type { CertificateOrder, OrderKind } from '../../domain/certificates/certificate-order.ts';
import type { Roster } from '../../domain/subscriptions/roster.ts';
import type { Tenant } from '../../domain/tenants/tenant.ts';
import type { User } from '../../domain/users/user.ts';
import type { DomainEvent } from '../../events/index.ts';
import { addCertificate, saveCertificate } from '../adapters/dynamodb/certificates.ts';
import type { Write } from '../adapters/dynamodb/write.ts';
import type { Settings } from '../contracts/settings.ts';
import { credentialChanged } from '../credentials/credential-changed.ts';
import type { MailJob } from '../mail/mail-job.ts';
import type { IssuedCertificate } from '../runtime/memory.ts';
import { refusedFromNow, revocationRequested } from './revocation.ts';

/** What ends with a certificate that is handed out. */
export type Ends = {
  /** What is revoked at once. */
  readonly superseded: readonly Certificate[];
  /** What it renews, as it is saved then: valid until the new one is first used. */
  readonly renews?: Certificate;
};

type Handing = Ends & {
  readonly kind: OrderKind;
  /** The order picked up; none, when it was renewed with a certificate. */
  readonly order?: CertificateOrder;
  readonly serviceId: string;
  readonly acquisitionHash: string;
  readonly user: User;
  readonly tenant: Tenant;
  readonly roster: Roster;
};

type Handed = { readonly writes: readonly Write[]; readonly events: readonly DomainEvent[]; readonly mails: readonly MailJob[] };

/** When it was first renewed, by the renewal that stands or one that it takes the place of, and how often. */
function renewedAgain({ replacedBy, renewed }: Certificate, now: Date): NonNullable<Certificate['renewed']> {
  if (replacedBy === undefined || renewed === undefined) return { at: now.toISOString(), times: 1 };

  return { ...renewed, times: renewed.times + 1 };
}

/** The item that makes an issued certificate count, with all that is told, and what ends with it. */
export function handedCertificate(
  { leaf, certificateArn }: IssuedCertificate,
  { superseded, renews, kind, order, serviceId, acquisitionHash, user, tenant, roster }: Handing,
  { now, settings }: { readonly now: Date; readonly settings: Settings },
): Handed {
  const { tenantId, language } = tenant;
  const { userId } = user;
  const { serialNumber, thumbprint, notAfter } = leaf;

  const certificate: Certificate = {
    ...leaf,
    certificateArn,
    userId,
    subscriptionId: roster.subscriptionId,
    serviceId,
    acquisitionHash,
    ...(renews && { replaces: { thumbprint: renews.thumbprint, notAfter: renews.notAfter } }),
    version: 1,
  };

  return {
    writes: [
      addCertificate(tenantId, certificate, settings),
      ...superseded.map((earlier) => refusedFromNow(tenantId, earlier, 'superseded', { now, settings })),
      ...(renews
        ? [saveCertificate(tenantId, renews, { ...renews, replacedBy: thumbprint, renewed: renewedAgain(renews, now) }, settings)]
        : []),
    ],
    events: [
      {
        type: 'certificate-issued',
        aggregate: { id: serialNumber, version: 1 },
        data: { serialNumber, userId, kind, notAfter, ...(order && { orderId: order.orderId }) },
      },
      ...(superseded.length === 0
        ? []
        : [revocationRequested(roster, 'superseded', now, { thumbprints: superseded.map((earlier) => earlier.thumbprint) })]),
    ],
    mails: [credentialChanged('certificate-issued', { user, language, now })],
  };
}
