import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../../domain/certificates/certificate.ts';
import type { OrderFacts } from '../../../domain/certificates/certificate-order.ts';
import { userCertificate } from '../../../domain/certificates/user-certificate.ts';
import type { Subscription } from '../../../domain/subscriptions/roster.ts';
import { CERTIFICATE, EARLIER_SERVICE, inDays, NOW, ORDER, ROSTER, SETTINGS } from './arbitraries.ts';

const roster: Subscription = {
  ...ROSTER,
  cancelledServices: [{ serviceId: EARLIER_SERVICE, revocationDueAt: '2026-12-04T15:00:00.000Z' }],
};

const valid = { ...CERTIFICATE, notAfter: inDays(100) };
const scheduled = { ...CERTIFICATE, serviceId: EARLIER_SERVICE, notAfter: inDays(200) };
const revoked = { ...CERTIFICATE, revokedAt: inDays(-1), notAfter: inDays(300) };
const expired = { ...CERTIFICATE, notAfter: inDays(-1) };

function seen(
  certificates: readonly Certificate[],
  orders: readonly OrderFacts[] = [],
  subscription: Subscription = roster,
  currentOrderId: string | undefined = ORDER.orderId,
) {
  return userCertificate(certificates, orders, { subscription, currentOrderId, now: NOW, settings: SETTINGS });
}

describe('U-1 the certificate status of a user', () => {
  it('U-1 puts what works before what is ordered, and that before what no longer works, in whatever order they are found', () => {
    const inOrder = [
      { certificate: valid, status: 'valid' },
      { certificate: scheduled, status: 'revocation-scheduled' },
      { order: ORDER, status: 'ordered' },
      { certificate: revoked, status: 'revoked' },
      { certificate: expired, status: 'expired' },
    ] as const;

    fc.assert(
      fc.property(fc.shuffledSubarray([...inOrder]), (found) => {
        const certificates = found.flatMap((each) => ('certificate' in each ? [each.certificate] : []));
        const orders = found.flatMap((each) => ('order' in each ? [each.order] : []));

        const expected = inOrder.find((each) => found.includes(each))?.status ?? 'none';
        expect(seen(certificates, orders).status).toBe(expected);
      }),
    );
  });

  it('U-1 says when it ends: of several that work the one that lasts longest, of an order the order', () => {
    const longer = { ...valid, notAfter: inDays(360) };

    expect(seen([valid, longer])).toEqual({ status: 'valid', expiresAt: longer.notAfter });
    expect(seen([revoked], [ORDER])).toEqual({ status: 'ordered', expiresAt: ORDER.endsAt });
    expect(seen([expired, { ...expired, notAfter: inDays(-300) }])).toEqual({ status: 'expired', expiresAt: expired.notAfter });
    expect(seen([])).toEqual({ status: 'none' });
  });

  it('X-12 X-2 counts an order only while it is the latest, open one', () => {
    expect(seen([], [ORDER], roster, 'another order').status).toBe('none');
    expect(seen([], [{ ...ORDER, endsAt: inDays(-1) }]).status).toBe('none');
    expect(seen([], [{ ...ORDER, acquisition: { failures: 5 } }]).status).toBe('none');
    expect(seen([], [{ ...ORDER, pickedUp: { at: inDays(-1), thumbprint: 'aa11', times: 1 } }]).status).toBe('none');
  });

  it('S-10 knows nothing of certificates of an earlier subscription', () => {
    const earlier = { ...valid, subscriptionId: 'subscription-0' };

    expect(seen([earlier])).toEqual({ status: 'none' });
    expect(seen([valid], [ORDER], { status: 'not-subscribed', version: 8 })).toEqual({ status: 'none' });
  });
});
