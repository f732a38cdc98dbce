import type { Context } from 'aws-lambda';
import type { Certificate } from '../../domain/certificates/certificate.ts';
import { listOrders, removeOrder } from '../adapters/dynamodb/certificate-orders.ts';
import { listCertificates, removeCertificate } from '../adapters/dynamodb/certificates.ts';
import { LOG } from '../runtime/log-codes.ts';
import { logger } from '../runtime/logger.ts';
import { requireCancelled } from './cancelled-subscription.ts';
import { Revocation } from './revocation.ts';

/**
 * S-11: removes the certificates and orders of a cancelled subscription, whose revocation is done. It can be repeated. Throws for a
 * subscription that the tenant has now, and as long as a certificate is still to be revoked.
 */
export async function removeCertificates({ tenantId, subscriptionId }: Revocation, now: Date): Promise<void> {
  await requireCancelled({ tenantId, subscriptionId });
  const isOfSubscription = (item: { readonly subscriptionId: string }) => item.subscriptionId === subscriptionId;

  const certificates = (await listCertificates(tenantId)).filter(isOfSubscription);
  if (certificates.some((certificate) => isGood(certificate, now))) throw new Error('A certificate is not revoked yet');
  for (const certificate of certificates) await removeCertificate(tenantId, certificate);

  // Last: until its certificate is gone, a reminder that was under way may still open an order.
  const orders = (await listOrders(tenantId)).filter(isOfSubscription);
  for (const { orderId } of orders) await removeOrder(tenantId, orderId);

  logger.info(LOG.certificatesRemoved, { certificates: certificates.length, orders: orders.length });
}

/** Whether the certificate authority still takes it for good. */
function isGood({ notAfter, revokedAtAuthorityAt }: Certificate, now: Date): boolean {
  return revokedAtAuthorityAt === undefined && now < new Date(notAfter);
}

/** Task of the state machine that revokes. */
export async function handler(input: unknown, context: Context): Promise<void> {
  logger.addContext(context);

  await removeCertificates(Revocation.parse(input), new Date());
}
