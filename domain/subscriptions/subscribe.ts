import { ok, type Result, refuse } from '../result.ts';
import type { CertificateService, Roster, Subscription } from './roster.ts';

/** What the representative sends: the version of the terms accepted, and whether client certificates are wanted. */
export type Application = { readonly acceptedTerms: string; readonly certificates: boolean };

/** Kept and shown for good (S-2): who accepted which version of the terms, and when (RFC 3339). */
export type Acceptance = { readonly version: string; readonly at: string; readonly userId: string };

export type SubscribeRefused =
  | { readonly code: 'already-subscribed' }
  | { readonly code: 'terms-outdated'; readonly version: string }
  | { readonly code: 'confirmation-required' };

type Circumstances = {
  /** The version of the terms in force. */
  readonly terms: { readonly version: string };
  /** Whether the request carried a confirmation that was found right. */
  readonly confirmed: boolean;
  readonly subscriptionId: string;
  /** For the certificate service, should it be wanted. */
  readonly serviceId: string;
  /** The representative. */
  readonly userId: string;
  readonly now: Date;
};

/** S-2: applying with client certificates needs a confirmation, without them none. */
export function applicationNeedsConfirmation(application: Pick<Application, 'certificates'>): boolean {
  return application.certificates;
}

/**
 * S-1 to S-3: decides an application of the representative, who is the master from then on. The subscription is active
 * at once, with no groups and no added users; everybody logs in by user ID until the tenant chooses otherwise (L-1).
 */
export function subscribe(
  subscription: Subscription,
  application: Application,
  { terms, confirmed, subscriptionId, serviceId, userId, now }: Circumstances,
): Result<{ readonly roster: Roster; readonly acceptance: Acceptance }, SubscribeRefused> {
  if (subscription.status === 'active') return refuse({ code: 'already-subscribed' });
  if (application.acceptedTerms !== terms.version) return refuse({ code: 'terms-outdated', version: terms.version });
  if (applicationNeedsConfirmation(application) && !confirmed) return refuse({ code: 'confirmation-required' });

  const roster: Roster = {
    status: 'active',
    subscriptionId,
    masterUserId: userId,
    ...certificateService(application, serviceId),
    groups: {},
    version: subscription.version + 1,
  };

  return ok({ roster, acceptance: { version: terms.version, at: now.toISOString(), userId } });
}

function certificateService({ certificates }: Pick<Application, 'certificates'>, serviceId: string): CertificateService {
  return certificates
    ? { certificates: { status: 'active', serviceId }, loginMethod: 'user-id' }
    : { certificates: { status: 'not-subscribed' }, loginMethod: 'user-id' };
}
