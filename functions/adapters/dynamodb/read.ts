import { setTimeout as delay } from 'node:timers/promises';
import { BatchGetCommand, GetCommand, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { TABLE } from '../../contracts/table.ts';
import { backoffMs } from './backoff.ts';
import { documentClient, tableName } from './client.ts';
import type { Key } from './keys.ts';

export type Item = Key & Record<string, unknown>;

const MAX_ROUNDS = 8;

/** DynamoDB handed some keys back unread, again and again; the caller answers 503. */
export class UnprocessedKeysError extends Error {
  override readonly name = 'UnprocessedKeysError';
}

/** Where an item is and what it reads as: made by the adapter of its entity, e.g. `userRef(scope, userId)`. */
export type Ref<T> = { readonly key: Key; readonly read: (item: Item) => T };

type Found<R> = R extends Ref<infer T> ? T | undefined : undefined;

/** The attributes of an item without its keys, as what its entity's adapter wrote. */
export function attributesOf<T>({ PK, SK, [TABLE.timeToLive]: _, ...attributes }: Item): T {
  return attributes as T;
}

/** One consistent read of one item; `undefined` = there is none. */
export async function readItem<T>({ key, read }: Ref<T>): Promise<T | undefined> {
  const { Item } = await documentClient().send(new GetCommand({ TableName: tableName(), Key: key, ConsistentRead: true }));

  return Item && read(Item as Item);
}

/**
 * One consistent BatchGetItem (up to 100 items), answered in the order asked; `undefined` = there is no such item, or
 * nothing was asked for at this place. UnprocessedKeys never read as absent: they are asked again.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
 *
 * @throws {UnprocessedKeysError} when keys stay unprocessed
 */
export async function readItems<const Refs extends readonly (Ref<unknown> | undefined)[]>(
  refs: Refs,
): Promise<{ [I in keyof Refs]: Found<Refs[I]> }> {
  const found = new Map<string, Item>();
  const asked = refs.flatMap((ref) => (ref === undefined ? [] : [ref.key]));
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

  return refs.map((ref) => {
    const item = ref && found.get(identity(ref.key));

    return item && ref.read(item);
  }) as { [I in keyof Refs]: Found<Refs[I]> };
}

type Limits = {
  /** The paths to answer; all unless given. */
  readonly attributes?: readonly string[];
  /** What the sort keys begin with. */
  readonly beginning?: string | undefined;
};

/** Every item of one partition, page by page, read consistently. */
export async function queryPartition<T>(partitionKey: string, { attributes, beginning }: Limits = {}): Promise<T[]> {
  const items: T[] = [];
  let from: QueryCommandInput['ExclusiveStartKey'];

  do {
    const page = await documentClient().send(
      new QueryCommand({
        TableName: tableName(),
        KeyConditionExpression: beginning === undefined ? 'PK = :partition' : 'PK = :partition AND begins_with(SK, :beginning)',
        ExpressionAttributeValues: {
          ':partition': partitionKey,
          ...(beginning !== undefined && { ':beginning': beginning }),
        },
        ConsistentRead: true,
        ExclusiveStartKey: from,
        ...(attributes && projection(attributes)),
      }),
    );

    items.push(...((page.Items ?? []) as Item[]).map((item) => attributesOf<T>(item)));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);

  return items;
}

type Sought = {
  /** Condition on the sort key, and on other attributes; `values` are those of both. */
  readonly sortKey: string;
  readonly filter?: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** So many are looked at, at most. */
  readonly count: number;
  /** Sort key of the last one of the page before. */
  readonly after: string | undefined;
};

/** One page of a partition, the last sort keys first, as stored; `last` is the one to go on after, where there may be more. */
export async function queryBackwards(
  partitionKey: string,
  { sortKey, filter, values, count, after }: Sought,
): Promise<{ readonly items: Item[]; readonly last: string | undefined }> {
  const { Items = [], LastEvaluatedKey } = await documentClient().send(
    new QueryCommand({
      TableName: tableName(),
      KeyConditionExpression: `PK = :partition AND ${sortKey}`,
      ...(filter !== undefined && { FilterExpression: filter }),
      ExpressionAttributeValues: { ':partition': partitionKey, ...values },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: count,
      ...(after !== undefined && { ExclusiveStartKey: { PK: partitionKey, SK: after } }),
    }),
  );

  return { items: Items as Item[], last: LastEvaluatedKey?.['SK'] as string | undefined };
}

/** Which page of a partition: so many items, after the last one of the page before. */
export type PageAsked = { readonly count: number; readonly after: string | undefined };

/** One page of a partition; `last` is the sort key to go on after, where there may be more. */
export type Page<T> = { readonly found: readonly T[]; readonly last: string | undefined };

/** One page of a partition, in the order of its sort keys; `attributes` are the paths to answer, all unless given. */
export async function queryForwards<T>(
  partitionKey: string,
  { count, after, attributes }: PageAsked & Pick<Limits, 'attributes'>,
): Promise<Page<T>> {
  const { Items = [], LastEvaluatedKey } = await documentClient().send(
    new QueryCommand({
      TableName: tableName(),
      KeyConditionExpression: 'PK = :partition',
      ExpressionAttributeValues: { ':partition': partitionKey },
      ConsistentRead: true,
      Limit: count,
      ...(after !== undefined && { ExclusiveStartKey: { PK: partitionKey, SK: after } }),
      ...(attributes && projection(attributes)),
    }),
  );

  return { found: (Items as Item[]).map((item) => attributesOf<T>(item)), last: LastEvaluatedKey?.['SK'] as string | undefined };
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
