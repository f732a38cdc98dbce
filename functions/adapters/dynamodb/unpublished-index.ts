import { createHash } from 'node:crypto';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { TABLE } from '../../contracts/table.ts';
import { documentClient, tableName } from './client.ts';

/** A few shards per kind, so that no partition of the index runs hot. */
const SHARDS = 8;

/**
 * What waits in the sparse index: outbox items the bus has not confirmed, and mail items with mails not sent yet.
 * An item leaves the index when its shard attribute is removed, or when it is deleted.
 */
const SHARD_PREFIXES = { outbox: '', mail: 'mail-' } as const;
type Waiting = keyof typeof SHARD_PREFIXES;

/** The attributes that put an item into the index. `since` is RFC 3339, UTC. */
export function waiting(kind: Waiting, id: string, since: string) {
  const shard = (createHash('sha256').update(id).digest()[0] ?? 0) % SHARDS;

  return {
    [TABLE.unpublishedIndex.partitionKey]: `${SHARD_PREFIXES[kind]}${shard}`,
    [TABLE.unpublishedIndex.sortKey]: since,
  };
}

/** The items of a kind that have waited since before `time` (RFC 3339, UTC), the oldest of each shard first. */
export async function* waitingSinceBefore(kind: Waiting, time: string): AsyncGenerator<Record<string, unknown>> {
  for (let shard = 0; shard < SHARDS; shard++) yield* shardBefore(`${SHARD_PREFIXES[kind]}${shard}`, time);
}

async function* shardBefore(shard: string, time: string): AsyncGenerator<Record<string, unknown>> {
  const index = TABLE.unpublishedIndex;
  let startKey: Record<string, unknown> | undefined;

  do {
    const page = await documentClient().send(
      new QueryCommand({
        TableName: tableName(),
        IndexName: index.name,
        KeyConditionExpression: '#shard = :shard AND #since < :time',
        ExpressionAttributeNames: { '#shard': index.partitionKey, '#since': index.sortKey },
        ExpressionAttributeValues: { ':shard': shard, ':time': time },
        ExclusiveStartKey: startKey,
      }),
    );

    yield* page.Items ?? [];
    startKey = page.LastEvaluatedKey;
  } while (startKey !== undefined);
}
