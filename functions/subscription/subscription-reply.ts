import { remainingGroups, remainingUsers, type Subscription } from '../../domain/subscriptions/roster.ts';
import type { Acceptance } from '../../domain/subscriptions/subscribe.ts';
import type { Settings } from '../contracts/settings.ts';

/** A subscription as the API shows it, with the terms in force and who accepted which. */
export function subscriptionReply(
  subscription: Subscription,
  { acceptances, settings, now }: { acceptances: readonly Acceptance[]; settings: Settings; now: Date },
) {
  const service =
    subscription.status === 'active'
      ? { certificates: subscription.certificates, loginMethod: subscription.loginMethod }
      : { certificates: { status: 'not-subscribed' as const }, loginMethod: 'user-id' as const };

  return {
    asOf: now.toISOString(),
    status: subscription.status,
    ...service,
    remainingUsers: remainingUsers(subscription, settings),
    remainingGroups: remainingGroups(subscription, settings),
    terms: settings.terms,
    acceptances: acceptances.map(({ version, at, userId }) => ({ version, at, userId })),
  };
}
