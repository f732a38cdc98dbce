import { createHash } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { QueryCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { TABLE } from '../../contracts/table.ts';
import { documentClient, tableName } from './client.ts';
import { whileConflicted } from './commit.ts';
import type { Key } from './keys.ts';

const INDEX = TABLE.waitingIndex;

/** A few shards per kind, so that no partition of the index runs hot. */
const SHARDS = 8;

const FIRST_PAUSE_MILLISECONDS = 5 * 60 * 1_000;
const LONGEST_PAUSE_MILLISECONDS = 6 * 60 * 60 * 1_000;

/**
 * What waits in the sparse index: outbox items the bus has not confirmed, mail items with mails not sent yet, and approval requests
 * that nobody has decided on.
 * An item leaves the index when its shard attribute is removed, or when it is deleted.
 */
export type Waiting = 'outbox' | 'mail' | 'approval';

/** The attributes that put an item into the index: it waits `since` (RFC 3339, UTC) and is due five minutes later. */
export function waiting(kind: Waiting, id: string, since: string) {
  return waitingUntil(kind, id, nextRetry(since, new Date(since)));
}

/** The same, due at a time of its own. */
export function waitingUntil(kind: Waiting, id: string, due: string) {
  const shard = (createHash('sha256').update(id).digest()[0] ?? 0) % SHARDS;

  return { [INDEX.partitionKey]: `${kind}-${shard}`, [INDEX.sortKey]: due };
}

/**
 * When to try again what has waited `since` and was tried `now`: after as long again as it has waited, which doubles the
 * pause each time; after 5 minutes at least and 6 hours at most. It needs no count, so trying twice at once counts once.
 *
 * @returns RFC 3339, UTC, like `since`.
 */
export function nextRetry(since: string, now: Date): string {
  const waited = now.getTime() - Date.parse(since);
  const pause = Math.min(Math.max(waited, FIRST_PAUSE_MILLISECONDS), LONGEST_PAUSE_MILLISECONDS);

  return new Date(now.getTime() + pause).toISOString();
}

/**
 * The items of a kind that are due, those due longest first in each shard. As stored: reading them is up to the caller,
 * so that a malformed one does not keep the others from being tried.
 */
export async function* dueItems(kind: Waiting, now: Date): AsyncGenerator<Record<string, unknown>> {
  for (let shard = 0; shard < SHARDS; shard++) yield* dueInShard(`${kind}-${shard}`, now.toISOString());
}

/** The items of one partition of the index that are due, those due longest first; as stored, and `limit` at a time. */
export async function* dueInShard(shard: string, now: string, limit?: number): AsyncGenerator<Record<string, unknown>> {
  let startKey: Record<string, unknown> | undefined;

  do {
    const page = await documentClient().send(
      new QueryCommand({
        TableName: tableName(),
        IndexName: INDEX.name,
        KeyConditionExpression: '#shard = :shard AND #retryAt <= :now',
        ExpressionAttributeNames: { '#shard': INDEX.partitionKey, '#retryAt': INDEX.sortKey },
        ExpressionAttributeValues: { ':shard': shard, ':now': now },
        ExclusiveStartKey: startKey,
        ...(limit !== undefined && { Limit: limit }),
      }),
    );

    yield* page.Items ?? [];
    startKey = page.LastEvaluatedKey;
  } while (startKey !== undefined);
}

type Change = Required<Pick<UpdateCommandInput, 'UpdateExpression' | 'ExpressionAttributeNames'>> &
  Pick<UpdateCommandInput, 'ExpressionAttributeValues'>;

/** Changes an item that waits; `#shard` is there to be named. One that has left the index or is gone stays as it is. */
export async function updateWaiting({ PK, SK }: Key, change: Change): Promise<void> {
  const update = new UpdateCommand({
    ...change,
    TableName: tableName(),
    Key: { PK, SK },
    ConditionExpression: 'attribute_exists(#shard)',
    ExpressionAttributeNames: { '#shard': INDEX.partitionKey, ...change.ExpressionAttributeNames },
  });

  try {
    // The stream may be read while the transaction that wrote the item still holds it.
    await whileConflicted(() => documentClient().send(update));
  } catch (error) {
    // Somebody else was done with it first.
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
