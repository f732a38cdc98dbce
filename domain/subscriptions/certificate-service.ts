import { ok, type Result, refuse } from '../result.ts';
import type { LoginMethod, Roster } from './roster.ts';
import type { Acceptance } from './subscribe.ts';

export type ServiceActive = { readonly code: 'certificate-service-active' };
export type ServiceInactive = { readonly code: 'certificate-service-inactive' };
export type CertificateTermsOutdated = { readonly code: 'terms-outdated'; readonly version: string };

type Start = {
  readonly acceptedTerms: string;
  readonly terms: { readonly certificateTermsVersion: string };
  readonly serviceId: string;
  readonly userId: string;
  readonly now: Date;
};

/** S-4, S-8: the certificate service of an active subscription, from now on; certificates of an earlier one go their own way. */
export function startCertificateService(
  roster: Roster,
  { acceptedTerms, terms, serviceId, userId, now }: Start,
): Result<{ readonly roster: Roster; readonly acceptance: Acceptance }, ServiceActive | CertificateTermsOutdated> {
  const version = terms.certificateTermsVersion;
  if (roster.certificates.status === 'active') return refuse({ code: 'certificate-service-active' });
  if (acceptedTerms !== version) return refuse({ code: 'terms-outdated', version });

  return ok({
    roster: { ...roster, certificates: { status: 'active', serviceId }, version: roster.version + 1 },
    acceptance: { version, at: now.toISOString(), userId },
  });
}

/** S-6, S-7: ends the certificate service at once; its certificates are revoked by `revocationDueAt` (RFC 3339). */
export function cancelCertificateService(
  roster: Roster,
  { revocationDueAt }: { readonly revocationDueAt: string },
): Result<{ readonly roster: Roster; readonly serviceId: string }, ServiceInactive> {
  const { certificates, cancelledServices = [] } = roster;
  if (certificates.status !== 'active') return refuse({ code: 'certificate-service-inactive' });

  const { serviceId } = certificates;
  const cancelled = [...cancelledServices, { serviceId, revocationDueAt }];

  return ok({
    serviceId,
    roster: {
      ...roster,
      certificates: { status: 'not-subscribed' },
      loginMethod: 'user-id',
      cancelledServices: cancelled,
      version: roster.version + 1,
    },
  });
}

/** S-7: the certificates of a cancelled service are revoked. The same roster, when that is known already. */
export function revocationDone(roster: Roster, serviceId: string): Roster {
  const { cancelledServices = [] } = roster;
  const left = cancelledServices.filter((service) => service.serviceId !== serviceId);

  return left.length === cancelledServices.length ? roster : { ...roster, cancelledServices: left, version: roster.version + 1 };
}

/** S-6: by when the certificates of what was cancelled are revoked; nothing, when none wait for it. */
export function revocationDueAt({ cancelledServices = [] }: Roster): string | undefined {
  return cancelledServices
    .map((service) => service.revocationDueAt)
    .sort()
    .at(-1);
}

export type LoginMethodRefused =
  | ServiceInactive
  | { readonly code: 'own-certificate-required' }
  | { readonly code: 'users-without-certificate'; readonly userIds: readonly string[] };

type Choice = { readonly loginMethod: LoginMethod; readonly acknowledgedUserIds: readonly string[] };

type Surroundings = {
  readonly actorUserId: string;
  /** Who has a certificate of status `valid`. */
  readonly holders: ReadonlySet<string>;
  readonly now: Date;
};

/**
 * L-1 to L-3: how everybody logs in from now on. With certificates nobody gets in without one: whoever has none is named and has
 * to be acknowledged, and mobile sessions end. Answers the roster passed in when nothing changes.
 */
export function chooseLoginMethod(
  roster: Roster,
  { loginMethod, acknowledgedUserIds }: Choice,
  { actorUserId, holders, now }: Surroundings,
): Result<Roster, LoginMethodRefused> {
  if (loginMethod === roster.loginMethod) return ok(roster);
  if (loginMethod === 'user-id') return ok({ ...roster, loginMethod, version: roster.version + 1 });

  const { certificates } = roster;
  if (certificates.status !== 'active') return refuse({ code: 'certificate-service-inactive' });
  if (!holders.has(actorUserId)) return refuse({ code: 'own-certificate-required' });

  const without = userIdsOf(roster).filter((userId) => !holders.has(userId));
  if (without.some((userId) => !acknowledgedUserIds.includes(userId))) {
    return refuse({ code: 'users-without-certificate', userIds: without });
  }

  return ok({ ...roster, certificates, loginMethod, mobileSessionsSince: now.toISOString(), version: roster.version + 1 });
}

/** Everybody there is, the master first. */
function userIdsOf({ masterUserId, groups }: Roster): string[] {
  return [masterUserId, ...Object.values(groups).flatMap(({ members }) => members)];
}
