import { type Certificate, certificateStatus } from '../../domain/certificates/certificate.ts';
import { canBeRepeated, isStanding } from '../../domain/certificates/certificate-order.ts';
import { refuse } from '../../domain/result.ts';
import { cancelOrder, orderRef } from '../adapters/dynamodb/certificate-orders.ts';
import { certificateRef } from '../adapters/dynamodb/certificates.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { serviceUnchanged } from '../adapters/dynamodb/subscriptions.ts';
import { renewCertificate as contract } from '../contracts/certificates.ts';
import type { CertificateHolder } from '../runtime/actor.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { attemptsOfCertificate } from './attempt-keepers.ts';
import { firstUse } from './first-use.ts';
import { handedCertificate } from './handed-certificate.ts';
import { issueOnce } from './issue.ts';
import { orderCancelled } from './order-events.ts';
import { checkWay, handedOut, wantedBy } from './wanted.ts';

/**
 * renews the certificate presented, which stays valid until the new one is first used. Renewing with a certificate is a
 * use of it; the order its reminders share is no longer needed.
 */
export const renewCertificate: Operation<typeof contract> = async (request) => {
  const { actor, input, now, settings } = request;
  const { tenantId, tenant, user, certificate, subscription: roster } = actor;

  if (roster.status !== 'active' || roster.certificates.status !== 'active') {
    return refuse({ code: 'certificate-service-inactive' });
  }
  // One of an earlier service only waits to be revoked (S-8).
  if (certificateStatus(certificate, roster, now) !== 'valid') return refuse({ code: 'wrong-state' });
  if (certificate.replacedBy !== undefined && !canRenewAgain(certificate, input.again, now))
    return refuse({ code: 'wrong-state' });
  if (input.acceptedTerms !== settings.terms.certificateTermsVersion) return refuse({ code: 'terms-outdated' });
  const way = checkWay(input);
  if (!way.ok) return way;

  const attempts = attemptsOfCertificate(tenantId, certificate, settings);
  const subject = { commonName: user.userId, organization: tenant.name };
  const issued = await issueOnce(() => wantedBy(input, subject, settings), attempts, request);
  if (!issued.ok) return issued;

  const { superseded, open } = await readEnding(attempts.latest(), actor, now);
  const used = firstUse(tenantId, certificate, roster, now);
  const { writes, events, mails } = handedCertificate(
    issued.value,
    {
      kind: 'renewal',
      renews: { ...attempts.latest(), ...used?.changes, renewalAttempt: undefined },
      superseded,
      serviceId: certificate.serviceId,
      acquisitionHash: certificate.acquisitionHash,
      user,
      tenant,
      roster,
    },
    request,
  );

  return done(handedOut(input, issued.value, user.userId), {
    writes: [
      ...writes,
      ...(used?.writes ?? []),
      ...open.map((order) => cancelOrder(tenantId, order, now)),
      serviceUnchanged(tenantId, roster, certificate),
    ],
    events: [...events, ...(used?.events ?? []), ...open.map((order) => orderCancelled(order, 'renewed'))],
    mails,
    subjects: [certificate.serialNumber],
  });
};

/** A renewal that could not be imported is repeated as a pick-up is. */
function canRenewAgain({ renewed }: Certificate, again: boolean | undefined, now: Date): boolean {
  return again === true && renewed !== undefined && canBeRepeated(renewed, now);
}

/** An earlier renewal that is given up, and the order of the reminders if it is still open. */
async function readEnding(
  { replacedBy, renewalOrderId }: Certificate,
  { tenantId, userId, user, subscription }: CertificateHolder,
  now: Date,
) {
  const [earlier, order] = await readItems([
    replacedBy === undefined ? undefined : certificateRef(tenantId, { userId, thumbprint: replacedBy }),
    renewalOrderId === undefined ? undefined : orderRef(tenantId, renewalOrderId),
  ]);
  const isGood = earlier !== undefined && certificateStatus(earlier, subscription, now) === 'valid';
  const isOpen = order !== undefined && isStanding(order, user.certificateOrderId);

  return { superseded: isGood ? [earlier] : [], open: isOpen ? [order] : [] };
}

export const handler = lambda(contract, renewCertificate);
