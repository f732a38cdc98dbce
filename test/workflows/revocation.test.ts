import { describe, expect, it } from 'vitest';
import type { Roster } from '../../domain/subscriptions/roster.ts';
import { isOfMeant, type Revocation, withoutLive } from '../../functions/workflows/revocation.ts';

const roster: Roster = {
  status: 'active',
  subscriptionId: 'sLive',
  masterUserId: '1000000001',
  certificates: { status: 'active', serviceId: 'cLive' },
  loginMethod: 'user-id',
  groups: { g: { nameDigest: '', members: ['1000000002'] } },
  version: 7,
};
const item = { userId: '1000000002', serviceId: 'cLive', subscriptionId: 'sLive' };
const revocation = (of: Partial<Revocation>): Revocation => ({
  tenantId: 'aoba',
  subscriptionId: 'sLive',
  reason: 'service-cancelled',
  notBefore: '2027-03-01T01:00:00.000Z',
  ...of,
});
const LIVE: Partial<Revocation>[] = [
  { userIds: ['1000000002'] },
  { userIds: ['1000000001', '1000000002'] },
  { serviceId: 'cLive' },
  { wholeSubscription: true },
];

describe('a revocation that the roster contradicts, as after a restore', () => {
  it.each(LIVE)('X-10 means nothing of who and what is live: %j', (of) => {
    expect(isOfMeant(item, revocation(of))).toBe(true);
    expect(isOfMeant(item, withoutLive(revocation(of), roster))).toBe(false);
  });
});

describe('a revocation whose cause the roster knows', () => {
  it('U-8 means the users that are gone, and only them', () => {
    const { userIds } = withoutLive(revocation({ userIds: ['1000000002', '1000000009'] }), roster);

    expect(userIds).toEqual(['1000000009']);
  });

  it('S-8 means a cancelled service, whether or not another has begun', () => {
    const asked = revocation({ serviceId: 'cCancelled' });

    expect(withoutLive(asked, roster)).toEqual(asked);
    expect(withoutLive(asked, { ...roster, certificates: { status: 'not-subscribed' }, loginMethod: 'user-id' })).toEqual(asked);
  });

  it('S-10 means a whole subscription that is over, whether or not another has begun', () => {
    const asked = revocation({ subscriptionId: 'sOver', wholeSubscription: true });

    for (const now of [roster, { status: 'not-subscribed', version: 8 } as const, undefined]) {
      expect(withoutLive(asked, now)).toEqual(asked);
    }
  });

  it('X-10 means single certificates, whoever has them', () => {
    const asked = revocation({ reason: 'lost', thumbprints: ['f'.repeat(64)] });

    expect(withoutLive(asked, roster)).toEqual(asked);
  });
});
