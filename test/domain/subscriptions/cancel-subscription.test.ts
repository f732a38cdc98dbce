import { describe, expect, it } from 'vitest';
import { cancelSubscription } from '../../../domain/subscriptions/cancel-subscription.ts';
import { rosterWith } from './arbitraries.ts';

describe('cancelSubscription', () => {
  it('S-10 leaves nothing of the subscription but the next version', () => {
    const roster = { ...rosterWith({ sales: 3 }), cancelledServices: [{ serviceId: 's', revocationDueAt: '' }], version: 7 };

    expect(cancelSubscription(roster)).toEqual({ ok: true, value: { status: 'not-subscribed', version: 8 } });
  });

  it('S-9 is refused while the certificate service is active', () => {
    const roster = { ...rosterWith({}), certificates: { status: 'active', serviceId: 's' } as const };

    expect(cancelSubscription(roster)).toEqual({ ok: false, refusal: { code: 'certificate-service-active' } });
  });
});
