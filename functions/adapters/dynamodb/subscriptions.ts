import { groupOf, type Roster, type Subscription } from '../../../domain/subscriptions/roster.ts';
import type { Acceptance } from '../../../domain/subscriptions/subscribe.ts';
import { type Key, key, partitions } from './keys.ts';
import { attributesOf, type Page, type PageAsked, pageOf, queryPartition, type Ref } from './read.ts';
import { check, put, putNew, putNext, type Write } from './write.ts';

/** A tenant without the item has never applied: `NEVER_SUBSCRIBED` (S-1). */
export const subscriptionRef = (tenantId: string): Ref<Subscription> => ({
  key: key.subscription(tenantId),
  read: attributesOf<Subscription>,
});

/**
 * Saves the next version of the subscription, if it is still at the version before (G-3, U-3): every change of status,
 * groups or membership goes through here, so that one decided on an older version is decided again.
 */
export function saveSubscription(tenantId: string, to: Subscription): Write {
  const before = to.version - 1;

  return before === 0 ? putNew(key.subscription(tenantId), to) : putNext(key.subscription(tenantId), to, before);
}

/** A write under a right finds the subscription it acted in; for an added user, its membership too. */
export function membershipUnchanged(
  tenantId: string,
  { subscriptionId }: Roster,
  member: { userId: string; groupId: string } | undefined,
): Write {
  if (member === undefined) {
    return check(key.subscription(tenantId), '#subscriptionId = :subscription', { ':subscription': subscriptionId });
  }

  return check(
    key.subscription(tenantId),
    '#subscriptionId = :subscription AND contains(#groups.#group.#members, :userId)',
    { ':subscription': subscriptionId, ':userId': member.userId },
    { names: { '#group': member.groupId } },
  );
}

/** Somebody still has the certificate service that a certificate is issued in (U-8, S-6). */
export function serviceUnchanged(
  tenantId: string,
  roster: Roster,
  { userId, serviceId }: { readonly userId: string; readonly serviceId: string },
): Write {
  const groupId = groupOf(roster, userId);
  const isServed = '#certificates.#serviceId = :service';
  if (groupId === undefined) return check(key.subscription(tenantId), isServed, { ':service': serviceId });

  return check(
    key.subscription(tenantId),
    `${isServed} AND contains(#groups.#group.#members, :userId)`,
    { ':service': serviceId, ':userId': userId },
    { names: { '#group': groupId } },
  );
}

/** A write finds groups and membership as they were read, without changing them. */
export function rosterUnchanged(tenantId: string, { version }: Roster): Write {
  return check(key.subscription(tenantId), '#version = :version', { ':version': version });
}

/** S-2: keeps who accepted which terms and when, for good (S-11). */
export function addAcceptance(tenantId: string, subscriptionId: string, acceptance: Acceptance): Write {
  return put(key.acceptance(tenantId, acceptance.at, subscriptionId), acceptance);
}

/** The subscription in which an acceptance was given. */
export function subscriptionIdOf({ SK }: Key): string {
  return SK.slice(SK.indexOf('#') + 1);
}

/** Every acceptance of the tenant, the oldest first. */
export function listAcceptances(tenantId: string): Promise<Acceptance[]> {
  return queryPartition<Acceptance>(partitions.acceptances(tenantId));
}

/** A page of them. */
export function pageOfAcceptances(tenantId: string, page: PageAsked): Promise<Page<Acceptance>> {
  return pageOf<Acceptance>(partitions.acceptances(tenantId), page);
}
