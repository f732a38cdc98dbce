import { PutItemCommand, type TransactWriteItem, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { KB, keyOf, meteredTable, sized, TABLE } from './charged.ts';

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-capacity-handling

const { send, charged } = meteredTable();

const store = (Item: ReturnType<typeof sized>) => send(new PutItemCommand({ TableName: TABLE, Item }));
const transaction = (...TransactItems: TransactWriteItem[]) => new TransactWriteItemsCommand({ TransactItems });

const put = (Item: ReturnType<typeof sized>, more = {}): TransactWriteItem => ({ Put: { TableName: TABLE, Item, ...more } });
const remove = (key: string): TransactWriteItem => ({ Delete: { TableName: TABLE, Key: keyOf(key) } });
const check = (key: string, ConditionExpression = 'attribute_exists(PK)'): TransactWriteItem => ({
  ConditionCheck: { TableName: TABLE, Key: keyOf(key), ConditionExpression },
});
const set = (key: string, attribute: string, value: string): TransactWriteItem => ({
  Update: {
    TableName: TABLE,
    Key: keyOf(key),
    UpdateExpression: 'SET #a = :v',
    ExpressionAttributeNames: { '#a': attribute },
    ExpressionAttributeValues: { ':v': { S: value } },
  },
});

const written = (units: number) => ({ read: 0, write: units });

describe('a write transaction', () => {
  it('is charged twice for each part, rounded by itself: 2 KB are 4 units', async () => {
    expect(await charged(transaction(put(sized('a', 2 * KB))))).toEqual(written(4));
    expect(await charged(transaction(put(sized('b', 100)), put(sized('c', 100)), put(sized('d', 1.5 * KB))))).toEqual(
      written(2 + 2 + 4),
    );
  });

  it('is charged by the larger of each item before and after', async () => {
    await store(sized('shrinks', 3 * KB));
    await store(sized('grows', 2 * KB));
    await store(sized('goes', 2.5 * KB));

    expect(
      await charged(transaction(put(sized('shrinks', 100)), set('grows', 'note', 'x'), remove('goes'), remove('none'))),
    ).toEqual(written(6 + 6 + 6 + 2));
  });

  it('is charged for checking an item as for writing it', async () => {
    await store(sized('checked', 3 * KB));
    const absent = check('none', 'attribute_not_exists(PK)');

    expect(await charged(transaction(check('checked'), absent))).toEqual(written(6 + 2));
  });

  it('is charged once for what it changes in an index', async () => {
    const open = (PK: string, shard: string) => put(sized(PK, 2 * KB, { openShard: { S: shard } }));

    expect(await charged(transaction(open('entry', '1')))).toEqual(written(4 + 2));
    expect(await charged(transaction(open('entry', '1')))).toEqual(written(4));
    expect(await charged(transaction(set('entry', 'openShard', '2')))).toEqual(written(4 + 2 + 2));
    expect(await charged(transaction(check('entry')))).toEqual(written(4));
    expect(await charged(transaction(remove('entry')))).toEqual(written(4 + 2));
  });

  it('is charged by the part of an item that an index stores', async () => {
    expect(await charged(transaction(put(sized('part', 3 * KB, { owner: { S: 'me' } }))))).toEqual(written(6 + 1));
    expect(await charged(transaction(set('part', 'note', 'x')))).toEqual(written(8));
    expect(await charged(transaction(set('part', 'title', 'x')))).toEqual(written(8 + 1));
  });

  it('is charged for its preparation when a condition of it fails', async () => {
    await store(sized('taken', 3 * KB));
    const isNew = { ConditionExpression: 'attribute_not_exists(PK)' };

    expect(await charged(transaction(put(sized('taken', 100), isNew), put(sized('beside', 5 * KB))))).toEqual(written(3 + 1));
  });

  it('is charged nothing when it is refused', async () => {
    expect(await charged(transaction(put(sized('twice', 100)), put(sized('twice', 100))))).toEqual(written(0));
  });

  // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
  it('is charged as a read when its token asks for it again', async () => {
    const token = { ClientRequestToken: 'once' };
    const again = () => new TransactWriteItemsCommand({ TransactItems: [put(sized('again', 5 * KB))], ...token });

    expect(await charged(again())).toEqual(written(10));
    expect(await charged(again())).toEqual({ read: 4, write: 0 });
  });
});
