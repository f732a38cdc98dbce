import { certificateStatus } from '../../domain/certificates/certificate.ts';
import { isStanding } from '../../domain/certificates/certificate-order.ts';
import { refuse } from '../../domain/result.ts';
import { cancelOrder, orderRef } from '../adapters/dynamodb/certificate-orders.ts';
import { listCertificates, saveCertificate } from '../adapters/dynamodb/certificates.ts';
import { scopeOf } from '../adapters/dynamodb/keys.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { userRef } from '../adapters/dynamodb/users.ts';
import { revokeCertificate as contract } from '../contracts/certificates.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { orderCancelled } from './order-events.ts';
import { refusedFromNow, revocationRequested } from './revocation.ts';

/**
 * revokes a certificate, refused from the next request on. Whoever has the device may know the acquisition password
 * as well, so that an order to renew it is closed with it.
 */
export const revokeCertificate: Operation<typeof contract> = async ({ actor, input, now, settings }) => {
  const { tenantId, subscription } = actor;
  const certificates = await listCertificates(tenantId);
  const certificate = certificates.find(
    ({ serialNumber, subscriptionId }) => serialNumber === input.serialNumber && subscriptionId === subscription.subscriptionId,
  );
  if (certificate === undefined) return refuse({ code: 'not-found' });

  const status = certificateStatus(certificate, subscription, now);
  if (status === 'revoked' || status === 'expired') return refuse({ code: 'wrong-state' });

  const { thumbprint, userId, renewalOrderId } = certificate;
  const [order, user] = await readItems([
    renewalOrderId === undefined ? undefined : orderRef(tenantId, renewalOrderId),
    userRef(scopeOf(tenantId, subscription, userId), userId),
  ]);
  // What it was to renew can be renewed again, and is reminded of again.
  const renewable = certificates.filter((earlier) => earlier.replacedBy === thumbprint && earlier.revokedAt === undefined);
  const closed = order !== undefined && isStanding(order, user?.certificateOrderId) ? [order] : [];

  return done(undefined, {
    writes: [
      refusedFromNow(tenantId, certificate, 'lost', { now, settings }),
      ...renewable.map((earlier) => saveCertificate(tenantId, earlier, { replacedBy: undefined }, settings)),
      ...closed.map((open) => cancelOrder(tenantId, open, now)),
    ],
    events: [
      revocationRequested(subscription, 'lost', now, { thumbprints: [thumbprint] }),
      ...closed.map((open) => orderCancelled(open, 'certificate-revoked')),
    ],
    subjects: [userId, certificate.serialNumber],
  });
};

export const handler = lambda(contract, revokeCertificate);
