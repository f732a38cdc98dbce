import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient, tableName } from './client.ts';
import { whileConflicted } from './commit.ts';
import { credentialsRef } from './credentials.ts';
import { type Key, key, partitions, type Scope, type SubscriptionScope } from './keys.ts';
import { dropLoginName, retireUserId } from './login-ids.ts';
import { type PageAsked, queryPage, readItems } from './read.ts';
import { userRef } from './users.ts';

/**
 * Removes every item of a user whom the roster no longer names, or of the master of a tenant that is erased; histories belong to
 * the tenant and stay (H-3). The user item goes last: as long as it is there, something may be left. Doing so again removes what
 * has come since.
 */
export async function purgeUser({ tenantId, subscriptionId }: Scope, userId: string): Promise<void> {
  const scope = { tenantId, subscriptionId };
  const [user, credentials] = await readItems([userRef(scope, userId), credentialsRef(scope, userId)]);

  // What can only be found through the items below goes before them.
  if (user?.loginName !== undefined) await dropLoginName(user.loginName, userId);
  if (credentials?.login.kind === 'reset') await deleteItem(key.loginPasswordReset(credentials.login.resetId));

  await Promise.all([
    deletePartition(partitions.sessions(scope, userId)),
    deletePartition(partitions.idempotency(`${tenantId}#${userId}`)),
    deleteItem(key.credentials(scope, userId)),
    retireUserId(userId),
  ]);
  await deleteItem(key.user(scope, userId));
}

/** Removes the item of a group that the roster no longer names. */
export async function purgeGroup({ tenantId, subscriptionId }: SubscriptionScope, groupId: string): Promise<void> {
  await deleteItem(key.group(tenantId, subscriptionId, groupId));
}

/** So much goes in one call, which then takes some seconds of its minute; an execution has room for 3,000 calls and more. */
const USERS_AT_ONCE = 20;
export const ITEMS_AT_ONCE = 2_500;

/** What one call has removed. */
export type Removed = { readonly users: number; readonly items: number };

/**
 * S-10, S-11: removes some of what a cancelled subscription has left, as it finds it: users with all that is theirs, groups, and
 * approval requests, however many there are. Nothing is left when nothing was removed.
 */
export async function purgeSome({ tenantId, subscriptionId }: SubscriptionScope): Promise<Removed> {
  const users = await keysOf(partitions.users({ tenantId, subscriptionId }), { count: USERS_AT_ONCE });
  for (const { SK: userId } of users.keys) await purgeUser({ tenantId, subscriptionId }, userId);

  const others = [
    partitions.groups(tenantId, subscriptionId),
    partitions.approvalRequests(tenantId, subscriptionId),
    partitions.approvalReferences(tenantId, subscriptionId),
  ];
  let items = 0;
  for (const partition of others) {
    const { keys } = await keysOf(partition, { count: ITEMS_AT_ONCE });
    await deleteItems(keys);
    items += keys.length;
  }

  return { users: users.keys.length, items };
}

async function deletePartition(partitionKey: string): Promise<void> {
  let after: string | undefined;

  do {
    const page = await keysOf(partitionKey, { after });
    // One after the other: nobody waits, and a user has few.
    for (const item of page.keys) await deleteItem(item);
    after = page.last;
  } while (after !== undefined);
}

/** One page of the keys of a partition, and the sort key that the next begins behind. */
export async function keysOf(partitionKey: string, page: Partial<PageAsked>) {
  const { items, last } = await queryPage(partitionKey, { ...page, attributes: ['PK', 'SK'] });

  return { keys: items.map(({ PK, SK }): Key => ({ PK, SK })), last };
}

const DELETIONS_AT_ONCE = 25;

/** Deletes items, some at the same time; those that are gone already are fine. */
export async function deleteItems(keys: readonly Key[]): Promise<void> {
  for (let first = 0; first < keys.length; first += DELETIONS_AT_ONCE) {
    await Promise.all(keys.slice(first, first + DELETIONS_AT_ONCE).map(deleteItem));
  }
}

/** Deletes an item by itself; one that is gone already is fine. */
export async function deleteItem({ PK, SK }: Key): Promise<void> {
  await whileConflicted(() => documentClient().send(new DeleteCommand({ TableName: tableName(), Key: { PK, SK } })));
}
