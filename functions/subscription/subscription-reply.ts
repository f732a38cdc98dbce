import { revocationDueAt } from '../../domain/subscriptions/certificate-service.ts';
import { remainingGroups, remainingUsers, type Subscription } from '../../domain/subscriptions/roster.ts';
import type { Acceptance } from '../../domain/subscriptions/subscribe.ts';
import type { Settings } from '../contracts/settings.ts';

/** A subscription as the API shows it, with the terms in force and who accepted which. */
export function subscriptionReply(
  subscription: Subscription,
  { acceptances, settings, now }: { acceptances: readonly Acceptance[]; settings: Settings; now: Date },
) {
  const due = subscription.status === 'active' ? revocationDueAt(subscription) : undefined;
  const service =
    subscription.status === 'active'
      ? { status: subscription.certificates.status, loginMethod: subscription.loginMethod }
      : { status: 'not-subscribed' as const, loginMethod: 'user-id' as const };

  return {
    asOf: now.toISOString(),
    status: subscription.status,
    certificates: { status: service.status, ...(due !== undefined && { revocationDueAt: due }) },
    loginMethod: service.loginMethod,
    remainingUsers: remainingUsers(subscription, settings),
    remainingGroups: remainingGroups(subscription, settings),
    terms: settings.terms,
    acceptances: acceptances.map(({ version, at, userId }) => ({ version, at, userId })),
  };
}
