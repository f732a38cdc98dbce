import { DeleteCommand, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { documentClient, tableName } from './client.ts';
import { whileConflicted } from './commit.ts';
import { credentialsRef } from './credentials.ts';
import { type Key, key, partitions } from './keys.ts';
import { retireUserId } from './login-ids.ts';
import { readItems } from './read.ts';
import { userRef } from './users.ts';

/** Where removed users and groups were. */
export type Subscription = { readonly tenantId: string; readonly subscriptionId: string };

/**
 * Removes every item of a user whom the roster no longer names; histories belong to the tenant and stay (H-3). The user
 * item goes last: as long as it is there, something may be left. Doing so again removes what has come since.
 */
export async function purgeUser({ tenantId, subscriptionId }: Subscription, userId: string): Promise<void> {
  const scope = { tenantId, subscriptionId };
  const [user, credentials] = await readItems([userRef(scope, userId), credentialsRef(scope, userId)]);

  // What can only be found through the items below goes before them.
  if (user?.loginName !== undefined) await deleteItem(key.loginId(user.loginName));
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
export async function purgeGroup({ tenantId, subscriptionId }: Subscription, groupId: string): Promise<void> {
  await deleteItem(key.group(tenantId, subscriptionId, groupId));
}

async function deletePartition(partitionKey: string): Promise<void> {
  let from: QueryCommandInput['ExclusiveStartKey'];

  do {
    const page = await documentClient().send(
      new QueryCommand({
        TableName: tableName(),
        KeyConditionExpression: 'PK = :partition',
        ExpressionAttributeValues: { ':partition': partitionKey },
        ProjectionExpression: 'PK, SK',
        ConsistentRead: true,
        ExclusiveStartKey: from,
      }),
    );

    // One after the other: nobody waits, and a user has few.
    for (const item of (page.Items ?? []) as Key[]) await deleteItem(item);
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}

/** Deletes an item by itself; one that is gone already is fine. */
export async function deleteItem({ PK, SK }: Key): Promise<void> {
  await whileConflicted(() => documentClient().send(new DeleteCommand({ TableName: tableName(), Key: { PK, SK } })));
}
