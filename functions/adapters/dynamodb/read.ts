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

/** Which page of a partition: so many items, after the last one of the page before. */
export type PageAsked = { readonly count: number; readonly after: string | undefined };

type Sought = Partial<PageAsked> & {
  /** Condition on the sort key, and on other attributes; `values` are those of both. */
  readonly sortKey?: string | undefined;
  readonly filter?: string;
  readonly values?: Readonly<Record<string, unknown>>;
  /** The paths to answer; all unless given. */
  readonly attributes?: readonly string[] | undefined;
  /** The last sort keys first. */
  readonly backwards?: true;
};

/** One page of a partition, as stored, read consistently; `last` is the sort key to go on after, where there may be more. */
export async function queryPage(
  partitionKey: string,
  { sortKey, filter, values, count, after, attributes, backwards }: Sought,
): Promise<{ readonly items: Item[]; readonly last: string | undefined }> {
  const { Items = [], LastEvaluatedKey } = await documentClient().send(
    new QueryCommand({
      TableName: tableName(),
      KeyConditionExpression: sortKey === undefined ? 'PK = :partition' : `PK = :partition AND ${sortKey}`,
      ...(filter !== undefined && { FilterExpression: filter }),
      ExpressionAttributeValues: { ':partition': partitionKey, ...values },
      ScanIndexForward: !backwards,
      ConsistentRead: true,
      Limit: count,
      ...(after !== undefined && { ExclusiveStartKey: { PK: partitionKey, SK: after } }),
      ...(attributes && projection(attributes)),
    }),
  );

  return { items: Items as Item[], last: LastEvaluatedKey?.['SK'] as string | undefined };
}

/** One page of what a partition holds; `last` is the sort key to go on after, where there may be more. */
export type Page<T> = { readonly found: readonly T[]; readonly last: string | undefined };

/** One page of a partition, in the order of its sort keys; `attributes` are the paths to answer, all unless given. */
export async function pageOf<T>(partitionKey: string, page: PageAsked & Pick<Sought, 'attributes'>): Promise<Page<T>> {
  const { items, last } = await queryPage(partitionKey, page);

  return { found: items.map((item) => attributesOf<T>(item)), last };
}

type Limits = Pick<Sought, 'attributes'> & {
  /** What the sort keys begin with. */
  readonly beginning?: string | undefined;
};

/** Every item of one partition, page by page. */
export async function queryPartition<T>(partitionKey: string, { attributes, beginning }: Limits = {}): Promise<T[]> {
  const range = beginning === undefined ? {} : { sortKey: 'begins_with(SK, :beginning)', values: { ':beginning': beginning } };
  const found: T[] = [];
  let after: string | undefined;

  do {
    const page = await queryPage(partitionKey, { ...range, attributes, after });

    found.push(...page.items.map((item) => attributesOf<T>(item)));
    after = page.last;
  } while (after !== undefined);

  return found;
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
