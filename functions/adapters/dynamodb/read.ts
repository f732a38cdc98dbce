import { setTimeout as delay } from 'node:timers/promises';
import { BatchGetCommand, GetCommand, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { backoffMs } from './backoff.ts';
import { documentClient, tableName } from './client.ts';
import type { Key } from './keys.ts';

export type Item = Key & Record<string, unknown>;

const MAX_ROUNDS = 8;

/** DynamoDB handed some keys back unread, again and again; the caller answers 503. */
export class UnprocessedKeysError extends Error {
  override readonly name = 'UnprocessedKeysError';
}

/** One consistent read of one item. */
export async function readItem(key: Key): Promise<Item | undefined> {
  const { Item } = await documentClient().send(new GetCommand({ TableName: tableName(), Key: key, ConsistentRead: true }));

  return Item as Item | undefined;
}

/**
 * One consistent BatchGetItem (up to 100 keys), answered in the order asked; `undefined` = there is no such item, or
 * nothing was asked for at this place. UnprocessedKeys never read as absent: they are asked again.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
 *
 * @throws {UnprocessedKeysError} when keys stay unprocessed
 */
export async function readItems<const Keys extends readonly (Key | undefined)[]>(
  keys: Keys,
): Promise<{ [K in keyof Keys]: Item | undefined }> {
  const found = new Map<string, Item>();
  const asked = keys.filter((key) => key !== undefined);
  let pending: Key[] = [...new Map(asked.map((key) => [identity(key), key])).values()];

  for (let round = 1; pending.length > 0; round++) {
    const { Responses, UnprocessedKeys } = await documentClient().send(
      new BatchGetCommand({ RequestItems: { [tableName()]: { Keys: pending, ConsistentRead: true } } }),
    );

    for (const item of (Responses?.[tableName()] ?? []) as Item[]) found.set(identity(item), item);
    pending = (UnprocessedKeys?.[tableName()]?.Keys ?? []) as Key[];

    if (pending.length > 0) {
      if (round === MAX_ROUNDS) throw new UnprocessedKeysError(`${pending.length} keys stay unprocessed`);
      await delay(backoffMs(round));
    }
  }

  return keys.map((key) => key && found.get(identity(key))) as { [K in keyof Keys]: Item | undefined };
}

/** Every item of one partition, page by page, read consistently. `attributes` limits what is answered. */
export async function queryPartition(partitionKey: string, attributes?: readonly string[]): Promise<Item[]> {
  const items: Item[] = [];
  let from: QueryCommandInput['ExclusiveStartKey'];

  do {
    const page = await documentClient().send(
      new QueryCommand({
        TableName: tableName(),
        KeyConditionExpression: 'PK = :partition',
        ExpressionAttributeValues: { ':partition': partitionKey },
        ConsistentRead: true,
        ExclusiveStartKey: from,
        ...(attributes && projection(attributes)),
      }),
    );

    items.push(...((page.Items ?? []) as Item[]));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);

  return items;
}

function projection(attributes: readonly string[]): Pick<QueryCommandInput, 'ProjectionExpression' | 'ExpressionAttributeNames'> {
  const paths = attributes.map((path) => path.split('.'));

  return {
    ProjectionExpression: paths.map((path) => path.map((name) => `#${name}`).join('.')).join(', '),
    ExpressionAttributeNames: Object.fromEntries(paths.flat().map((name) => [`#${name}`, name])),
  };
}

function identity({ PK, SK }: Key): string {
  return `${PK}\n${SK}`;
}
