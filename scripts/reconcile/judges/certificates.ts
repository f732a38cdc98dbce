import { type Certificate, certificateStatus } from '../../../domain/certificates/certificate.ts';
import type { CertificateOrder } from '../../../domain/certificates/certificate-order.ts';
import { isLiveUser, type Subscription } from '../../../domain/subscriptions/roster.ts';
import { certificateRef } from '../../../functions/adapters/dynamodb/certificates.ts';
import { attributesOf, type Item, readItem } from '../../../functions/adapters/dynamodb/read.ts';
import { revocationRequested } from '../../../functions/certificates/revocation.ts';
import type { Finding } from '../finding.ts';
import { type Court, type Judge, keyOf, partsOf } from '../judging.ts';
import { asked, isAsked } from '../mending.ts';

/** A picked-up order led to a certificate. What the authority made of a lost one, its audit revokes. */
export const judgeOrder: Judge = async (item, court) => {
  const [tenantId] = partsOf(item);
  const { orderId, userId, subscriptionId, pickedUp } = attributesOf<CertificateOrder>(item);
  const roster = await court.rosters.of(tenantId);
  if (!isOf(roster, subscriptionId)) return leftOf(item, subscriptionId, roster, court);

  const certificate = pickedUp && (await readItem(certificateRef(tenantId, { userId, thumbprint: pickedUp.thumbprint })));
  if (pickedUp === undefined || certificate !== undefined) return [];

  return [{ code: 'order-without-certificate', key: keyOf(item), about: { tenantId, orderId, userId } }];
};

/** X-10, S-7, U-8: what is refused here is revoked at the authority, or asked to be. */
export const judgeCertificate: Judge = async (item, court) => {
  const { rosters, now } = court;
  const [tenantId] = partsOf(item);
  const certificate = attributesOf<Certificate>(item);
  const { thumbprint, serialNumber, userId, subscriptionId, revokedAtAuthorityAt, notAfter } = certificate;
  const roster = await rosters.of(tenantId);
  if (!isOf(roster, subscriptionId)) return leftOf(item, subscriptionId, roster, court);

  const isRefused = certificateStatus(certificate, roster, now) === 'revoked';
  if (!isRefused || revokedAtAuthorityAt !== undefined || now >= new Date(notAfter)) return [];
  if ((await isAsked(thumbprint, court)) || (await isAsked(`user-${userId}`, court))) return [];

  const reason = certificate.revocationReason ?? (isLiveUser(roster, userId) ? 'service-cancelled' : 'user-deleted');
  const event = revocationRequested(roster, reason, now, { thumbprints: [thumbprint] });

  return [
    {
      code: 'certificate-not-revoked',
      key: keyOf(item),
      about: { tenantId, serialNumber, userId },
      mend: () => asked(thumbprint, tenantId, event, court),
    },
  ];
};

/** S-11: what is left of a subscription is revoked first, and then removed. */
async function leftOf(item: Item, subscriptionId: string, { version }: Subscription, court: Court): Promise<Finding[]> {
  const [tenantId] = partsOf(item);
  if (await isAsked(subscriptionId, court)) return [];

  const of = { subscriptionId, version: Math.max(1, version) };
  const event = revocationRequested(of, 'service-cancelled', court.now, { wholeSubscription: true });

  return [
    {
      code: 'left-of-a-subscription',
      key: keyOf(item),
      about: { tenantId, subscriptionId },
      // Another item of it may have asked in the same run.
      mend: async () => (await asked(subscriptionId, tenantId, event, court)) || isAsked(subscriptionId, court),
    },
  ];
}

function isOf(roster: Subscription, subscriptionId: string): roster is Extract<Subscription, { status: 'active' }> {
  return roster.status === 'active' && roster.subscriptionId === subscriptionId;
}
