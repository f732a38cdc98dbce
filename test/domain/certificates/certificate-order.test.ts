import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  acquisitionTries,
  canBeRepeated,
  isOrderExpired,
  isServed,
  newOrder,
  newOrderId,
  orderStatus,
  renewalOrder,
  userIdOfOrder,
} from '../../../domain/certificates/certificate-order.ts';
import type { Subscription } from '../../../domain/subscriptions/roster.ts';
import { CERTIFICATE, DAY_MS, HANAKO, inDays, NO_SERVICE, NOW, ORDER, ROSTER, SERVICE, SETTINGS } from './arbitraries.ts';

/** Every combination of what tells the status of an order. */
const situations = fc.record({
  pickedUp: fc.boolean(),
  cancelled: fc.boolean(),
  daysLeft: fc.constantFrom(-1, 0, 1, 30),
  current: fc.constantFrom(ORDER.orderId, `${HANAKO}later`, undefined),
  surroundings: fc.constantFrom<{ subscription: Subscription; serves: boolean }>(
    { subscription: ROSTER, serves: true },
    { subscription: { ...ROSTER, groups: {} }, serves: false },
    { subscription: NO_SERVICE, serves: false },
    { subscription: { ...ROSTER, certificates: { status: 'active', serviceId: 'later' } }, serves: false },
    { subscription: { status: 'not-subscribed', version: 3 }, serves: false },
  ),
  failures: fc.constantFrom(0, 4, 5, 6),
});

describe('orderStatus', () => {
  it('X-2 X-3 X-12 S-6 U-8 is the first that holds: picked up, ended in any way, locked, open', () => {
    fc.assert(
      fc.property(situations, ({ pickedUp, cancelled, daysLeft, current, surroundings, failures }) => {
        const { subscription, serves } = surroundings;
        const order = {
          ...ORDER,
          endsAt: inDays(daysLeft),
          acquisition: { ...ORDER.acquisition, failures },
          ...(pickedUp && { pickedUp: { at: inDays(-1), thumbprint: 'aa11', times: 1 } }),
          ...(cancelled && { cancelledAt: inDays(-1) }),
        };
        const ended = cancelled || daysLeft <= 0 || current !== ORDER.orderId || !serves;
        const expected = pickedUp ? 'picked-up' : ended ? 'cancelled' : failures >= 5 ? 'locked' : 'open';

        expect(orderStatus(order, { subscription, currentOrderId: current, now: NOW, settings: SETTINGS })).toBe(expected);
        expect(isServed(order, subscription)).toBe(serves);
      }),
      { numRuns: 1_000 },
    );
  });

  it('X-3 a lock never ends by itself', () => {
    const lockedAt = inDays(-29);
    const locked = { ...ORDER, acquisition: { ...ORDER.acquisition, failures: 5, lockedAt } };

    expect(orderStatus(locked, { subscription: ROSTER, currentOrderId: ORDER.orderId, now: NOW, settings: SETTINGS })).toBe(
      'locked',
    );
    expect(acquisitionTries({ certificateOrder: { days: 30, tries: 3 } })).toEqual({ failuresBeforeLock: 3 });
  });
});

describe('a new order', () => {
  const { certificates, subscriptionId } = ROSTER;
  const serviceId = certificates.status === 'active' ? certificates.serviceId : '';
  const placed = newOrder(
    { orderId: ORDER.orderId, userId: HANAKO, acquisitionHash: 'hash', tokenCauseId: 'cause', now: NOW },
    { subscriptionId, serviceId },
    SETTINGS,
  );

  it('X-1 belongs to its user and to the service there is now, untried', () => {
    expect(placed).toEqual({
      ...ORDER,
      serviceId: SERVICE,
      orderedAt: NOW.toISOString(),
      endsAt: inDays(30),
      acquisition: { hash: 'hash', failures: 0, underWay: {} },
    });
  });

  it('X-2 can be picked up for 30 times 24 hours, and not at the end of them', () => {
    const end = NOW.getTime() + 30 * DAY_MS;

    expect(isOrderExpired(placed, new Date(end - 1))).toBe(false);
    expect(isOrderExpired(placed, new Date(end))).toBe(true);
  });

  it('X-1 has an ID that leads to its user', () => {
    expect(userIdOfOrder(newOrderId(HANAKO, 'Qm7dT2xVb9Ka'))).toBe(HANAKO);
    expect(userIdOfOrder('short')).toBe('short');
  });
});

it('X-7 a renewal order takes the last acquisition password, and lives until the certificate expires', () => {
  expect(renewalOrder(CERTIFICATE, { orderId: `${HANAKO}renewal`, tokenCauseId: 'reminder', now: NOW })).toEqual({
    orderId: `${HANAKO}renewal`,
    userId: HANAKO,
    subscriptionId: CERTIFICATE.subscriptionId,
    serviceId: SERVICE,
    kind: 'renewal',
    acquisition: { hash: CERTIFICATE.acquisitionHash, failures: 0, underWay: {} },
    tokenCauseId: 'reminder',
    orderedAt: NOW.toISOString(),
    endsAt: CERTIFICATE.notAfter,
    renews: CERTIFICATE.thumbprint,
    version: 1,
  });
});

it('X-3 what was handed out can be repeated for 24 hours from the first time, five times in all', () => {
  const ago = (ms: number, times = 1) => ({ at: new Date(NOW.getTime() - ms).toISOString(), times });

  expect(canBeRepeated(ago(0), NOW)).toBe(true);
  expect(canBeRepeated(ago(DAY_MS), NOW)).toBe(true);
  expect(canBeRepeated(ago(DAY_MS + 1), NOW)).toBe(false);
  expect(canBeRepeated(ago(0, 4), NOW)).toBe(true);
  expect(canBeRepeated(ago(0, 5), NOW)).toBe(false);
});
