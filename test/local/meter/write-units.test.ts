import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { KB, keyOf, meteredTable, sized, TABLE } from './charged.ts';

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html#write-operation-consumption

const { send, charged } = meteredTable();

const put = (Item: ReturnType<typeof sized>, more = {}) => new PutItemCommand({ TableName: TABLE, Item, ...more });
const remove = (key: string, more = {}) => new DeleteItemCommand({ TableName: TABLE, Key: keyOf(key), ...more });
const set = (key: string, attribute: string, value: string, more = {}) =>
  new UpdateItemCommand({
    TableName: TABLE,
    Key: keyOf(key),
    UpdateExpression: 'SET #a = :v',
    ExpressionAttributeNames: { '#a': attribute },
    ExpressionAttributeValues: { ':v': { S: value } },
    ...more,
  });

const written = (units: number) => ({ read: 0, write: units });

describe('a write', () => {
  it('is charged by the KB', async () => {
    expect(await charged(put(sized('a', 500)))).toEqual(written(1));
    expect(await charged(put(sized('b', KB)))).toEqual(written(1));
    expect(await charged(put(sized('c', 3.5 * KB)))).toEqual(written(4));
  });

  it('is charged by the larger of the item before and after', async () => {
    await send(put(sized('shrinks', 3 * KB)));

    expect(await charged(put(sized('shrinks', 100)))).toEqual(written(3));
    expect(await charged(put(sized('shrinks', 2 * KB)))).toEqual(written(2));
  });

  it('of one attribute is charged by the whole item', async () => {
    await send(put(sized('large', 3 * KB)));

    expect(await charged(set('large', 'note', 'x'))).toEqual(written(4));
  });

  it('that deletes is charged by the deleted item, or the least there is', async () => {
    await send(put(sized('goes', 3 * KB)));

    expect(await charged(remove('goes'))).toEqual(written(3));
    expect(await charged(remove('goes'))).toEqual(written(1));
  });

  it('of a batch is charged item by item: 500 bytes and 3.5 KB are 1 and 4', async () => {
    const PutRequests = [sized('d', 500), sized('e', 3.5 * KB)].map((Item) => ({ PutRequest: { Item } }));

    expect(await charged(new BatchWriteItemCommand({ RequestItems: { [TABLE]: PutRequests } }))).toEqual(written(5));
  });
});

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithItems.html#WorkingWithItems.ConditionalUpdate
describe('a condition that fails', () => {
  const isNew = { ConditionExpression: 'attribute_not_exists(PK)' };
  const exists = { ConditionExpression: 'attribute_exists(PK)' };

  it('is charged by the item that is there', async () => {
    await send(put(sized('taken', 3 * KB)));

    expect(await charged(put(sized('taken', 10 * KB), isNew))).toEqual(written(3));
    expect(await charged(set('taken', 'note', 'x', isNew))).toEqual(written(3));
  });

  it('is charged the least there is where no item is', async () => {
    expect(await charged(remove('none', exists))).toEqual(written(1));
    expect(await charged(set('none', 'note', 'x', exists))).toEqual(written(1));
  });
});

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes
describe('an index', () => {
  it('is charged nothing for items without its key', async () => {
    expect(await charged(put(sized('sparse', 2 * KB)))).toEqual(written(2));
    expect(await charged(set('sparse', 'note', 'x'))).toEqual(written(3));
  });

  it('is charged for an entry that comes, changes, moves and goes', async () => {
    expect(await charged(put(sized('entry', 2 * KB, { openShard: { S: '1' } })))).toEqual(written(2 + 2));
    expect(await charged(set('entry', 'openShard', '2'))).toEqual(written(2 + 2 + 2));
    expect(await charged(set('entry', 'note', 'x'))).toEqual(written(3 + 3));
    expect(await charged(remove('entry'))).toEqual(written(3 + 3));
  });

  it('is charged nothing when what it stores stays as it is', async () => {
    await send(put(sized('same', KB, { owner: { S: 'someone' } })));

    expect(await charged(put(sized('same', KB, { owner: { S: 'someone' } })))).toEqual(written(1));
    expect(await charged(set('same', 'filler', 'shorter'))).toEqual(written(1));
  });

  it('is charged by what it stores of an item', async () => {
    expect(await charged(put(sized('part', 3 * KB, { owner: { S: 'someone' } })))).toEqual(written(3 + 1));
  });
});

describe('counting', () => {
  it('shows callers nothing they did not ask for', async () => {
    const refused = put(sized('seen', 100), { ConditionExpression: 'attribute_not_exists(PK)' });
    expect(await send(refused)).not.toHaveProperty('ConsumedCapacity');

    await expect(send(refused)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException', Item: undefined });
    expect(await send(new GetItemCommand({ TableName: TABLE, Key: keyOf('seen') }))).not.toHaveProperty('ConsumedCapacity');
  });

  it('shows callers what they asked for', async () => {
    const ask = { ReturnConsumedCapacity: 'INDEXES', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
    const refused = put(sized('shown', 100), { ConditionExpression: 'attribute_not_exists(PK)', ...ask });

    expect(await send(refused)).toMatchObject({ ConsumedCapacity: { Table: { CapacityUnits: 1 } } });
    await expect(send(refused)).rejects.toMatchObject({ Item: keyOf('shown') });
  });

  it('charges nothing for what is refused', async () => {
    expect(await charged(put(sized('', 100)))).toBeUndefined();
  });
});
