import type { Context } from 'aws-lambda';
import type * as z from 'zod';
import { groupOf, isLiveGroup, NEVER_SUBSCRIBED } from '../../domain/subscriptions/roster.ts';
import { TenantId } from '../../events/ids.ts';
import { purgeRequested } from '../../events/purge-requested.ts';
import { purgeGroup, purgeUser } from '../adapters/dynamodb/purge.ts';
import { readItem } from '../adapters/dynamodb/read.ts';
import { subscriptionRef } from '../adapters/dynamodb/subscriptions.ts';
import { LOG } from '../runtime/log-codes.ts';
import { logger } from '../runtime/logger.ts';

/** Users and groups that a tenant deleted; what is left of them is to go. */
const Removed = purgeRequested.data.extend({ tenantId: TenantId });
export type Removed = z.output<typeof Removed>;

type PurgeDependencies = {
  roster: (tenantId: string) => Promise<{ names(id: string): boolean }>;
  purgeUser: typeof purgeUser;
  purgeGroup: typeof purgeGroup;
};

/** So many people go in one invocation, which then takes a few seconds at most. */
const PAGE = 20;

/**
 * G-5, U-8: removes one page of what is left of deleted users and groups, and answers what remains to be done: the state
 * machine calls until nothing does. Every step can be repeated. Throws when asked for somebody the roster still names.
 */
export async function purgeRemoved(removed: Removed, { roster, purgeUser, purgeGroup }: PurgeDependencies): Promise<Removed> {
  const { tenantId, userIds, groupIds } = removed;
  const live = await roster(tenantId);
  if ([...userIds, ...groupIds].some((id) => live.names(id))) throw new Error('A live user or group is not purged');

  const [usersNow, usersLater] = [userIds.slice(0, PAGE), userIds.slice(PAGE)];
  const groupsNow = usersLater.length === 0 ? groupIds.slice(0, PAGE) : [];

  for (const userId of usersNow) await purgeUser(removed, userId);
  for (const groupId of groupsNow) await purgeGroup(removed, groupId);
  logger.info(LOG.purged, { users: usersNow.length, groups: groupsNow.length });

  return { ...removed, userIds: usersLater, groupIds: groupIds.slice(groupsNow.length) };
}

/** Who and what is live in whatever subscription the tenant has now. */
async function rosterOf(tenantId: string): Promise<{ names(id: string): boolean }> {
  const subscription = (await readItem(subscriptionRef(tenantId))) ?? NEVER_SUBSCRIBED;

  return {
    names: (id) => subscription.status === 'active' && (groupOf(subscription, id) !== undefined || isLiveGroup(subscription, id)),
  };
}

/** Task of the state machine that purges. */
export async function handler(input: unknown, context: Context): Promise<Removed> {
  logger.addContext(context);

  return purgeRemoved(Removed.parse(input), { roster: rosterOf, purgeUser, purgeGroup });
}
