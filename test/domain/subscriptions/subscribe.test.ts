import { describe, expect, it } from 'vitest';
import { applicationNeedsConfirmation, subscribe } from '../../../domain/subscriptions/subscribe.ts';
import { EMPTY_ROSTER } from './arbitraries.ts';

const NOT_SUBSCRIBED = { status: 'not-subscribed', version: 4 } as const;
const CIRCUMSTANCES = {
  terms: { version: '2026-04-01' },
  confirmed: false,
  subscriptionId: 'subscription-1',
  serviceId: 'service-1',
  userId: '1453935789',
  now: new Date('2026-11-24T01:02:03Z'),
};
const APPLICATION = { acceptedTerms: '2026-04-01', certificates: false };

describe('subscribe', () => {
  it('S-1, S-2, S-3 makes the subscription active at once, empty, with its master and the acceptance of the terms', () => {
    expect(subscribe(NOT_SUBSCRIBED, APPLICATION, CIRCUMSTANCES)).toEqual({
      ok: true,
      value: {
        roster: { ...EMPTY_ROSTER, version: 5 },
        acceptance: { version: '2026-04-01', at: '2026-11-24T01:02:03.000Z', userId: '1453935789' },
      },
    });
  });

  it('S-2 needs a confirmation with certificates, and none without', () => {
    const withCertificates = { ...APPLICATION, certificates: true };

    expect(applicationNeedsConfirmation(withCertificates)).toBe(true);
    expect(applicationNeedsConfirmation(APPLICATION)).toBe(false);
    expect(subscribe(NOT_SUBSCRIBED, withCertificates, CIRCUMSTANCES)).toEqual({
      ok: false,
      refusal: { code: 'confirmation-required' },
    });
    expect(subscribe(NOT_SUBSCRIBED, withCertificates, { ...CIRCUMSTANCES, confirmed: true })).toMatchObject({
      value: { roster: { certificates: { status: 'active', serviceId: 'service-1' }, loginMethod: 'user-id' } },
    });
  });

  it('S-2 refuses other terms than those in force and tells which they are', () => {
    expect(subscribe(NOT_SUBSCRIBED, { ...APPLICATION, acceptedTerms: '2020-01-01' }, CIRCUMSTANCES)).toEqual({
      ok: false,
      refusal: { code: 'terms-outdated', version: '2026-04-01' },
    });
  });

  it('S-1 refuses a second application, whatever else is wrong with it', () => {
    const outdated = { acceptedTerms: '2020-01-01', certificates: true };

    expect(subscribe(EMPTY_ROSTER, outdated, CIRCUMSTANCES)).toEqual({ ok: false, refusal: { code: 'already-subscribed' } });
  });
});
