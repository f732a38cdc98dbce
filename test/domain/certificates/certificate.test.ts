import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authenticates, certificateStatus, revocationDueAt } from '../../../domain/certificates/certificate.ts';
import type { CancelledService, CertificateService, Subscription } from '../../../domain/subscriptions/roster.ts';
import { CERTIFICATE, EARLIER_SERVICE, HANAKO, inDays, NO_SERVICE, NOW, ROSTER, SERVICE } from './arbitraries.ts';

const DUE_AT = '2026-12-04T15:00:00.000Z';
const cancelled = (...serviceIds: string[]): CancelledService[] =>
  serviceIds.map((serviceId) => ({ serviceId, revocationDueAt: DUE_AT }));

const services: readonly CertificateService[] = [
  { certificates: { status: 'active', serviceId: SERVICE }, loginMethod: 'certificate' },
  { certificates: { status: 'active', serviceId: 'service-3' }, loginMethod: 'user-id' },
  { certificates: { status: 'not-subscribed' }, loginMethod: 'user-id' },
];

/** Every combination of what tells the status of a certificate. */
const situations = fc.record({
  subscribed: fc.boolean(),
  isMaster: fc.boolean(),
  isLive: fc.boolean(),
  service: fc.constantFrom(...services),
  waiting: fc.constantFrom<string[]>([], [SERVICE], [EARLIER_SERVICE], [EARLIER_SERVICE, SERVICE]),
  revoked: fc.boolean(),
  daysLeft: fc.constantFrom(-400, -1, 0, 1, 335),
});
type Situation = typeof situations extends fc.Arbitrary<infer T> ? T : never;

function statusIn({ subscribed, isMaster, isLive, service, waiting, revoked, daysLeft }: Situation) {
  const userId = isMaster ? ROSTER.masterUserId : HANAKO;
  const groups = { plain: { nameDigest: 'plain', members: isLive ? [HANAKO] : [] } };
  const roster: Subscription = { ...ROSTER, ...service, groups, cancelledServices: cancelled(...waiting) };
  const certificate = { ...CERTIFICATE, userId, notAfter: inDays(daysLeft), ...(revoked && { revokedAt: inDays(-2) }) };

  return certificateStatus(certificate, subscribed ? roster : { status: 'not-subscribed', version: 9 }, NOW);
}

describe('certificateStatus', () => {
  it('S-7 a scheduled certificate is refused from its date on, whatever keeps the revocation from being done', () => {
    const roster: Subscription = { ...ROSTER, ...NO_SERVICE, cancelledServices: cancelled(SERVICE) };
    const due = new Date(DUE_AT);

    expect(certificateStatus(CERTIFICATE, roster, new Date(due.getTime() - 1))).toBe('revocation-scheduled');
    expect(certificateStatus(CERTIFICATE, roster, due)).toBe('revoked');
  });

  it('X-10 S-7 S-8 U-8 is the first that holds: revoked or ended with its user, expired, served, waiting, ended with its service', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const { subscribed, isMaster, isLive, service, waiting, revoked, daysLeft } = situation;
        const serves = service.certificates.status === 'active' && service.certificates.serviceId === SERVICE;
        const table = [
          [revoked, 'revoked'],
          [!subscribed, 'revoked'],
          [!isMaster && !isLive, 'revoked'],
          [daysLeft <= 0, 'expired'],
          [serves, 'valid'],
          [waiting.includes(SERVICE), 'revocation-scheduled'],
          [true, 'revoked'],
        ] as const;

        expect(statusIn(situation)).toBe(table.find(([holds]) => holds)?.[1]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('X-10 what is revoked stays so, whatever becomes of the rest', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        expect(statusIn({ ...situation, revoked: true })).toBe('revoked');
      }),
    );
  });

  it('S-8 a later service makes no certificate of an earlier one valid, before its revocation or after it', () => {
    const ordered = { ...CERTIFICATE, serviceId: EARLIER_SERVICE };

    expect(certificateStatus(ordered, { ...ROSTER, cancelledServices: cancelled(EARLIER_SERVICE) }, NOW)).toBe(
      'revocation-scheduled',
    );
    expect(certificateStatus(ordered, { ...ROSTER, cancelledServices: [] }, NOW)).toBe('revoked');
  });

  it('ends at the instant it expires, and not before', () => {
    const expiring = { ...CERTIFICATE, notAfter: NOW.toISOString() };

    expect(certificateStatus(expiring, ROSTER, new Date(NOW.getTime() - 1))).toBe('valid');
    expect(certificateStatus(expiring, ROSTER, NOW)).toBe('expired');
  });
});

it('S-7 X-10 its holder can log in until it is revoked, and neither with a revoked nor an expired one', () => {
  expect((['valid', 'revocation-scheduled', 'revoked', 'expired'] as const).map(authenticates)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

it('S-7 says by when a certificate is revoked, of its own service only', () => {
  const waiting = { ...NO_SERVICE, cancelledServices: cancelled(SERVICE) };

  expect(revocationDueAt(CERTIFICATE, waiting)).toBe(DUE_AT);
  expect(revocationDueAt({ serviceId: EARLIER_SERVICE }, waiting)).toBeUndefined();
  expect(revocationDueAt(CERTIFICATE, ROSTER)).toBeUndefined();
  expect(revocationDueAt(CERTIFICATE, { status: 'not-subscribed', version: 9 })).toBeUndefined();
});
