import { orderStatus } from '../../domain/certificates/certificate-order.ts';
import { refuse } from '../../domain/result.ts';
import { getCertificateOrder as contract } from '../contracts/certificates.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { readOrderHolder } from './order-holder.ts';

/** what somebody with the mailed URL may know of an order. */
export const getCertificateOrder: Operation<typeof contract> = async ({ input, now, settings }) => {
  const holder = await readOrderHolder(input.orderId, input.orderToken);
  if (holder === undefined) return refuse({ code: 'not-found' });

  const { order, user, subscription } = holder;
  const { orderId, userId, kind, endsAt } = order;
  const status = orderStatus(order, { subscription, currentOrderId: user.certificateOrderId, now, settings });

  return done({
    orderId,
    commonName: userId,
    kind,
    status,
    expiresAt: endsAt,
    terms: { version: settings.terms.certificateTermsVersion },
  });
};

export const handler = lambda(contract, getCertificateOrder);
