import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { KB, keyOf, meteredTable, sized, TABLE } from './charged.ts';

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html#read-operation-consumption

const { send, charged } = meteredTable();

async function store(...items: ReturnType<typeof sized>[]): Promise<void> {
  for (const Item of items) await send(new PutItemCommand({ TableName: TABLE, Item }));
}

const read = (units: number) => ({ read: units, write: 0 });

describe('GetItem', () => {
  const get = (key: string, more = {}) => new GetItemCommand({ TableName: TABLE, Key: keyOf(key), ...more });

  it('is charged by 4 KB, half of it when eventually consistent', async () => {
    await store(sized('3.5', 3.5 * KB), sized('4', 4 * KB), sized('10', 10 * KB));

    expect(await charged(get('3.5', { ConsistentRead: true }))).toEqual(read(1));
    expect(await charged(get('4', { ConsistentRead: true }))).toEqual(read(1));
    expect(await charged(get('10', { ConsistentRead: true }))).toEqual(read(3));
    expect(await charged(get('10'))).toEqual(read(1.5));
  });

  it('is charged by the whole item, whatever part of it is asked for', async () => {
    await store(sized('whole', 10 * KB));

    expect(await charged(get('whole', { ConsistentRead: true, ProjectionExpression: 'PK' }))).toEqual(read(3));
  });

  it('is charged for an item that does not exist', async () => {
    expect(await charged(get('none', { ConsistentRead: true }))).toEqual(read(1));
    expect(await charged(get('none'))).toEqual(read(0.5));
  });
});

describe('BatchGetItem', () => {
  const batch = (...keys: string[]) =>
    new BatchGetItemCommand({ RequestItems: { [TABLE]: { Keys: keys.map((key) => keyOf(key)), ConsistentRead: true } } });

  it('is charged item by item: 1.5 KB and 6.5 KB are 4 and 8', async () => {
    await store(sized('1.5', 1.5 * KB), sized('6.5', 6.5 * KB));

    expect(await charged(batch('1.5', '6.5'))).toEqual(read(3));
  });

  it('is charged for items that do not exist', async () => {
    expect(await charged(batch('1.5', 'none', 'nor this'))).toEqual(read(3));
  });
});

describe('Query', () => {
  const ten = Array.from({ length: 10 }, (_, n) => ({ ...sized('ten', 4.08 * KB), SK: { S: String(n) } }));
  const query = (PK: string, more = {}) =>
    new QueryCommand({
      TableName: TABLE,
      KeyConditionExpression: 'PK = :p',
      ExpressionAttributeValues: { ':p': { S: PK } },
      ConsistentRead: true,
      ...more,
    });

  it('is charged by the sum of all items: 40.8 KB are 44', async () => {
    await store(...ten);

    expect(await charged(query('ten'))).toEqual(read(11));
    expect(await charged(query('ten', { ConsistentRead: false }))).toEqual(read(5.5));
  });

  it('is charged for what it read, not for what it answers', async () => {
    const none = { FilterExpression: 'filler = :p' };

    expect(await charged(query('ten', none))).toEqual(read(11));
    expect(await charged(query('ten', { Select: 'COUNT' }))).toEqual(read(11));
    expect(await charged(query('ten', { ProjectionExpression: 'SK' }))).toEqual(read(11));
    expect(await charged(query('ten', { Limit: 1 }))).toEqual(read(2));
  });

  it('sums small items before it rounds', async () => {
    const small = Array.from({ length: 25 }, (_, n) => ({ ...keyOf('small', String(n + 10)), filler: { S: 'a'.repeat(50) } }));
    const PutRequests = small.map((Item) => ({ PutRequest: { Item } }));
    await send(new BatchWriteItemCommand({ RequestItems: { [TABLE]: PutRequests } }));

    expect(await charged(query('small'))).toEqual(read(1));
  });

  it('is charged when there is nothing to find', async () => {
    expect(await charged(query('none'))).toEqual(read(1));
    expect(await charged(query('none', { ConsistentRead: false }))).toEqual(read(0.5));
  });

  it('of an index is charged by what the index stores', async () => {
    await store(sized('indexed', 9 * KB, { owner: { S: 'someone' } }));
    const owned = { IndexName: 'owned', KeyConditionExpression: '#o = :p', ExpressionAttributeNames: { '#o': 'owner' } };

    expect(await charged(query('someone', { ...owned, ConsistentRead: false }))).toEqual(read(0.5));
  });
});

describe('Scan', () => {
  it('is charged by the sum of all items', async () => {
    expect(await charged(new ScanCommand({ TableName: TABLE, Limit: 0 }))).toBeUndefined();
    expect(
      (await charged(new ScanCommand({ TableName: TABLE, FilterExpression: 'attribute_not_exists(PK)' })))?.read,
    ).toBeGreaterThan(5.5);
  });
});

describe('TransactGetItems', () => {
  it('is charged twice for each item, existing or not', async () => {
    await store(sized('8', 8 * KB), sized('1', 1 * KB));
    const parts = ['8', '1', 'none'].map((key) => ({ Get: { TableName: TABLE, Key: keyOf(key), ProjectionExpression: 'PK' } }));

    expect(await charged(new TransactGetItemsCommand({ TransactItems: parts }))).toEqual(read(4 + 2 + 2));
  });
});
