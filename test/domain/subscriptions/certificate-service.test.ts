import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cancelCertificateService,
  chooseLoginMethod,
  revocationDone,
  revocationDueAt,
  startCertificateService,
} from '../../../domain/subscriptions/certificate-service.ts';
import type { Roster } from '../../../domain/subscriptions/roster.ts';
import { EMPTY_ROSTER } from './arbitraries.ts';

const NOW = new Date('2026-12-01T03:00:00.000Z');
const TERMS = { certificateTermsVersion: '2026-04-01' };
const MASTER = EMPTY_ROSTER.masterUserId;
const DUE_AT = '2026-12-04T15:00:00.000Z';

const without: Roster = {
  ...EMPTY_ROSTER,
  groups: {
    plain: { nameDigest: 'plain', members: ['hanako', 'jiro'] },
    admins: { nameDigest: 'admins', members: ['saburo'] },
  },
  version: 7,
};
const withService: Roster = { ...without, certificates: { status: 'active', serviceId: 'service-1' } };
const byCertificate: Roster = {
  ...withService,
  certificates: { status: 'active', serviceId: 'service-1' },
  loginMethod: 'certificate',
};

function start(roster: Roster, acceptedTerms = TERMS.certificateTermsVersion, serviceId = 'service-2') {
  return startCertificateService(roster, { acceptedTerms, terms: TERMS, serviceId, userId: 'saburo', now: NOW });
}

function accepted<T>(result: { ok: true; value: T } | { ok: false; refusal: unknown }): T {
  if (!result.ok) throw new Error(`Refused: ${JSON.stringify(result.refusal)}`);

  return result.value;
}

describe('applying for the certificate service', () => {
  it('S-4 makes it active at once on an active subscription, and keeps who accepted the terms', () => {
    expect(start(without)).toEqual({
      ok: true,
      value: {
        roster: { ...without, certificates: { status: 'active', serviceId: 'service-2' }, version: 8 },
        acceptance: { version: '2026-04-01', at: NOW.toISOString(), userId: 'saburo' },
      },
    });
  });

  it('S-4 is refused while it is active, whatever else is wrong, and for other terms than those in force', () => {
    expect(start(withService, '2020-01-01')).toEqual({ ok: false, refusal: { code: 'certificate-service-active' } });
    expect(start(without, '2020-01-01')).toEqual({ ok: false, refusal: { code: 'terms-outdated', version: '2026-04-01' } });
  });

  it('S-8 works before the revocation of an earlier one is done, which is left as it was', () => {
    const { roster: cancelled } = accepted(cancelCertificateService(withService, { revocationDueAt: DUE_AT }));
    const { roster: again } = accepted(start(cancelled));

    expect(again.certificates).toEqual({ status: 'active', serviceId: 'service-2' });
    expect(again.cancelledServices).toEqual([{ serviceId: 'service-1', revocationDueAt: DUE_AT }]);
  });
});

describe('cancelling the certificate service', () => {
  it('S-6 takes effect at once: not subscribed, everybody back to the user ID', () => {
    const { roster, serviceId } = accepted(cancelCertificateService(byCertificate, { revocationDueAt: DUE_AT }));

    expect(serviceId).toBe('service-1');
    expect(roster).toEqual({
      ...byCertificate,
      certificates: { status: 'not-subscribed' },
      loginMethod: 'user-id',
      cancelledServices: [{ serviceId: 'service-1', revocationDueAt: DUE_AT }],
      version: 8,
    });
  });

  it('S-6 is refused when there is none to cancel, so also a second time', () => {
    const { roster } = accepted(cancelCertificateService(withService, { revocationDueAt: DUE_AT }));

    for (const nothing of [without, roster]) {
      expect(cancelCertificateService(nothing, { revocationDueAt: DUE_AT })).toEqual({
        ok: false,
        refusal: { code: 'certificate-service-inactive' },
      });
    }
  });

  it('S-7 S-8 however often it is applied for and cancelled, each period waits for its own revocation until that is done', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.nat(5), (periods, done) => {
        const ids = Array.from({ length: periods }, (_, n) => `period-${n}`);
        const cancelled = ids.reduce((roster, id) => {
          const started = accepted(start(roster, '2026-04-01', id)).roster;
          return accepted(cancelCertificateService(started, { revocationDueAt: DUE_AT })).roster;
        }, without);
        const revoked = `period-${done}`;
        const after = revocationDone(cancelled, revoked);

        expect(after.cancelledServices?.map(({ serviceId }) => serviceId)).toEqual(ids.filter((id) => id !== revoked));
        expect(after.version).toBe(cancelled.version + (ids.includes(revoked) ? 1 : 0));
        expect(revocationDone(after, revoked)).toBe(after);
      }),
    );
  });

  it('S-7 says by when the last of what waits is revoked, and nothing when nothing waits', () => {
    const cancelledServices = [
      { serviceId: 'a', revocationDueAt: '2026-12-08T15:00:00.000Z' },
      { serviceId: 'b', revocationDueAt: DUE_AT },
    ];

    expect(revocationDueAt({ ...without, cancelledServices })).toBe('2026-12-08T15:00:00.000Z');
    expect(revocationDueAt({ ...without, cancelledServices: [] })).toBeUndefined();
    expect(revocationDueAt(without)).toBeUndefined();
  });
});

describe('the login method', () => {
  const everybody = [MASTER, 'hanako', 'jiro', 'saburo'];

  const choose = (roster: Roster, loginMethod: 'user-id' | 'certificate', holders: string[] = [], acknowledged: string[] = []) =>
    chooseLoginMethod(
      roster,
      { loginMethod, acknowledgedUserIds: acknowledged },
      { actorUserId: 'saburo', holders: new Set(holders), now: NOW },
    );

  it('L-1 L-3 becomes `certificate` when everybody holds one, and ends the mobile sessions there are', () => {
    expect(choose(withService, 'certificate', everybody)).toEqual({
      ok: true,
      value: { ...byCertificate, mobileSessionsSince: NOW.toISOString(), version: 8 },
    });
  });

  it('L-1 cannot be `certificate` without the certificate service', () => {
    expect(choose(without, 'certificate', everybody, everybody)).toEqual({
      ok: false,
      refusal: { code: 'certificate-service-inactive' },
    });
  });

  it('L-1 goes back to `user-id` at any time, whoever holds what, and ends no session', () => {
    expect(choose(byCertificate, 'user-id')).toEqual({ ok: true, value: { ...withService, version: 8 } });
  });

  it('L-1 changes nothing when it is so already', () => {
    expect(choose(byCertificate, 'certificate')).toEqual({ ok: true, value: byCertificate });
    expect(choose(without, 'user-id')).toEqual({ ok: true, value: without });
  });

  it('L-2 is refused while the acting user holds none, whatever is acknowledged', () => {
    expect(choose(withService, 'certificate', ['hanako', 'jiro', MASTER], everybody)).toEqual({
      ok: false,
      refusal: { code: 'own-certificate-required' },
    });
  });

  it('L-2 is refused until every single user without one is acknowledged, and names them all', () => {
    const others = [MASTER, 'hanako', 'jiro'];

    fc.assert(
      fc.property(fc.subarray(others), fc.subarray([...everybody, 'stranger']), (holders, acknowledged) => {
        const missing = others.filter((userId) => !holders.includes(userId));
        const chosen = choose(withService, 'certificate', ['saburo', ...holders], acknowledged);

        if (missing.every((userId) => acknowledged.includes(userId))) expect(chosen).toMatchObject({ ok: true });
        else expect(chosen).toEqual({ ok: false, refusal: { code: 'users-without-certificate', userIds: missing } });
      }),
    );
  });
});
