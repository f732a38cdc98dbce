import { type Certificate, certificateStatus } from '../../domain/certificates/certificate.ts';
import {
  type CertificateOrder,
  canBeRepeated,
  isOrderExpired,
  isServed,
  orderStatus,
} from '../../domain/certificates/certificate-order.ts';
import { refuse } from '../../domain/result.ts';
import type { Roster } from '../../domain/subscriptions/roster.ts';
import { saveOrder } from '../adapters/dynamodb/certificate-orders.ts';
import { listCertificates } from '../adapters/dynamodb/certificates.ts';
import { recordOperation } from '../adapters/dynamodb/history.ts';
import { serviceUnchanged } from '../adapters/dynamodb/subscriptions.ts';
import { currentOrderUnchanged } from '../adapters/dynamodb/users.ts';
import type { Write } from '../adapters/dynamodb/write.ts';
import { pickUpCertificate as contract } from '../contracts/certificates.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation, OperationRequest, Refused } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { triedAcquisition, tryAcquisitionPassword } from './acquisition.ts';
import { attemptsOfOrder } from './attempt-keepers.ts';
import { type Ends, handedCertificate } from './handed-certificate.ts';
import { issueOnce } from './issue.ts';
import { type OrderHolder, readOrderHolder } from './order-holder.ts';
import { checkWay, handedOut, wantedBy } from './wanted.ts';

type Request = OperationRequest<typeof contract>;

/**
 * hands out the certificate that was ordered, for the mailed token and the acquisition password. What can be refused is
 * refused before a try is spent. The certificate counts from the transaction on that also ends what it supersedes.
 */
export const pickUpCertificate: Operation<typeof contract> = async (request) => {
  const { input, settings, memory } = request;
  const holder = await readOrderHolder(input.orderId, input.token);
  if (holder === undefined) return refuse({ code: 'not-found' });

  const refused = stateRefused(holder, request);
  if (refused) return refuse({ code: refused });
  if (input.acceptedTerms !== settings.terms.certificateTermsVersion) return refuse({ code: 'terms-outdated' });
  const way = checkWay(input);
  if (!way.ok) return way;

  const { tenantId } = holder.scope;
  const order = await tryAcquisitionPassword(tenantId, holder.order, input.acquisitionPassword, request);
  if (memory.acquisitionPasswordRight === undefined) return refuse({ code: 'wrong-state' });
  if (!memory.acquisitionPasswordRight) return wrongPassword(holder, order, request);

  return handOut(holder, order, request);
};

/** What an order in this state can no longer do. */
function stateRefused(
  { order, user, subscription }: OrderHolder,
  { input, now, settings }: Request,
): 'wrong-state' | 'expired' | undefined {
  if (order.pickedUp !== undefined) {
    // A later order has taken its place: whoever still has this URL is not to undo that one.
    const isLatest = order.orderId === user.certificateOrderId;

    return input.again && isLatest && canBeRepeated(order.pickedUp, now) ? undefined : 'wrong-state';
  }

  const status = orderStatus(order, { subscription, currentOrderId: user.certificateOrderId, now, settings });
  if (status === 'open') return undefined;

  return isOrderExpired(order, now) ? 'expired' : 'wrong-state';
}

function wrongPassword(holder: OrderHolder, order: CertificateOrder, request: Request): Refused<'confirmation-failed'> {
  const { tenantId } = holder.scope;
  const writes = [
    saveOrder(tenantId, order, { acquisition: triedAcquisition(order, request) }),
    record(holder, 'confirmation-failed', request),
  ];

  return { ok: false, refusal: { code: 'confirmation-failed' }, changes: { tenantId, writes } };
}

async function handOut(holder: OrderHolder, order: CertificateOrder, request: Request) {
  const { input, now, settings } = request;
  const { scope, user, tenant, subscription } = holder;
  const { tenantId } = scope;
  // Another pick-up may have come to its end while the password was looked at.
  const refused = stateRefused({ ...holder, order }, request);
  if (refused) return refuse({ code: refused });
  if (!isServed(order, subscription)) return refuse({ code: 'wrong-state' });

  const ends = endedBy(order, await listCertificates(tenantId, order.userId), subscription, now);
  if (ends === undefined) return refuse({ code: 'wrong-state' });

  const attempts = attemptsOfOrder(tenantId, order);
  const subject = { commonName: order.userId, organization: tenant.name };
  const issued = await issueOnce(() => wantedBy(input, subject, settings), attempts, request);
  if (!issued.ok) return issued;

  const { kind, serviceId, acquisition } = order;
  const handing = { ...ends, kind, order, serviceId, acquisitionHash: acquisition.hash, user, tenant, roster: subscription };
  const { writes, events, mails } = handedCertificate(issued.value, handing, request);

  return done(handedOut(input, issued.value, order.userId), {
    tenantId,
    writes: [
      ...writes,
      saveOrder(tenantId, attempts.latest(), {
        acquisition: triedAcquisition(attempts.latest(), request),
        pickedUp: {
          at: order.pickedUp?.at ?? now.toISOString(),
          thumbprint: issued.value.leaf.thumbprint,
          times: (order.pickedUp?.times ?? 0) + 1,
        },
        attempt: undefined,
      }),
      currentOrderUnchanged(scope, user),
      serviceUnchanged(tenantId, subscription, order),
      record(holder, 'done', request),
    ],
    events,
    mails,
  });
}

/**
 * what ends with the certificate of an order. Nothing can come of a renewal whose certificate has ended itself, nor of
 * picking up again what was revoked since: whoever has the lost device may have the mail and the password, too.
 */
function endedBy(order: CertificateOrder, own: readonly Certificate[], roster: Roster, now: Date): Ends | undefined {
  const valid = own.filter((certificate) => certificateStatus(certificate, roster, now) === 'valid');
  const handedOut = valid.filter(({ thumbprint }) => thumbprint === order.pickedUp?.thumbprint);
  if (order.pickedUp !== undefined && handedOut.length === 0) return undefined;
  if (order.kind === 'new') return { superseded: valid };

  const renews = valid.find(({ thumbprint }) => thumbprint === order.renews);
  if (renews) return { superseded: handedOut, renews };

  return handedOut.length > 0 ? { superseded: handedOut } : undefined;
}

/** H-2: by the user whose certificate it is; nobody is logged in. */
function record({ scope, order }: OrderHolder, result: string, { now, ip, transactionId, settings }: Request): Write {
  const { userId, orderId } = order;
  const entry = { userId, at: now.toISOString(), operation: contract.id, result, ip, subjects: [orderId] };

  return recordOperation(scope.tenantId, transactionId, entry, settings.historyYears);
}

export const handler = lambda(contract, pickUpCertificate);
