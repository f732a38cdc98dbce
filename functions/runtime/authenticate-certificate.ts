import { authenticates, certificateStatus } from '../../domain/certificates/certificate.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import { certificateRef } from '../adapters/dynamodb/certificates.ts';
import { findLoginId } from '../adapters/dynamodb/login-ids.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { subscriptionRef } from '../adapters/dynamodb/subscriptions.ts';
import { tenantRef } from '../adapters/dynamodb/tenants.ts';
import { userRef } from '../adapters/dynamodb/users.ts';
import type { CertificateHolder } from './actor.ts';
import type { PresentedCertificate } from './client-certificate.ts';
import type { Refusal } from './refusal.ts';

const REQUIRED = refuse({ code: 'client-certificate-required' });

/** the user behind a certificate that is still accepted; nothing is cached. */
export async function authenticateCertificate(
  presented: PresentedCertificate | undefined,
  now: Date,
): Promise<Result<CertificateHolder, Refusal>> {
  const owner = presented && (await findLoginId(presented.commonName));
  if (presented === undefined || owner === undefined) return REQUIRED;

  const { scope, userId } = owner;
  const { tenantId } = scope;
  const [user, subscription, tenant, certificate] = await readItems([
    userRef(scope, userId),
    subscriptionRef(tenantId),
    tenantRef(tenantId),
    certificateRef(tenantId, { userId, thumbprint: presented.thumbprint }),
  ]);
  if (user === undefined || subscription === undefined || tenant === undefined || certificate === undefined) return REQUIRED;
  if (!authenticates(certificateStatus(certificate, subscription, now))) return REQUIRED;

  return ok({ tenantId, userId, scope, user, tenant, subscription, certificate });
}
