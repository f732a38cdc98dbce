import { BatchGetItemCommand, BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { faultyAws, keyOf, TABLE } from './sdk-clients.ts';

const aws = faultyAws();

const write = (...keys: string[]) => {
  const PutRequests = keys.map((PK) => ({ PutRequest: { Item: keyOf(PK) } }));
  return new BatchWriteItemCommand({ RequestItems: { [TABLE]: PutRequests } });
};
const read = (...keys: string[]) =>
  new BatchGetItemCommand({ RequestItems: { [TABLE]: { Keys: keys.map(keyOf), ConsistentRead: true } } });
const publish = (...types: string[]) =>
  new PutEventsCommand({
    Entries: types.map((type) => ({ Source: 'test', DetailType: type, Detail: JSON.stringify({ type }) })),
  });

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
describe('unprocessed, of BatchGetItem', () => {
  it('hands back half of the keys as they were asked for, with status 200', async () => {
    await aws.dynamodb().send(write('a', 'b', 'c'));
    aws.arm('dynamodb', 'BatchGetItem', 'unprocessed');

    const { Responses, UnprocessedKeys } = await aws.dynamodb().send(read('a', 'b', 'c'));

    expect(Responses).toEqual({ [TABLE]: [keyOf('a')] });
    expect(UnprocessedKeys).toEqual({ [TABLE]: { Keys: [keyOf('b'), keyOf('c')], ConsistentRead: true } });
  });

  it('throttles a batch of one, of which nothing can be left', async () => {
    aws.arm('dynamodb', 'BatchGetItem', 'unprocessed');

    await expect(aws.dynamodb().send(read('a'))).rejects.toMatchObject({ name: 'ThrottlingException' });
  });
});

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
it('unprocessed, of BatchWriteItem, hands back half of the writes', async () => {
  aws.arm('dynamodb', 'BatchWriteItem', 'unprocessed');

  const { UnprocessedItems } = await aws.dynamodb().send(write('d', 'e'));

  expect(UnprocessedItems).toEqual({ [TABLE]: [{ PutRequest: { Item: keyOf('e') } }] });
  expect([await aws.isStored('d'), await aws.isStored('e')]).toEqual([true, false]);
});

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-send-events-handle-failures
describe('unprocessed, of PutEvents', () => {
  it('fails half of the entries, in their places', async () => {
    aws.arm('events', 'PutEvents', 'unprocessed');

    expect(await aws.events().send(publish('one', 'two', 'three'))).toMatchObject({
      FailedEntryCount: 2,
      Entries: [{ EventId: expect.any(String) }, { ErrorCode: 'ThrottlingException' }, { ErrorCode: 'ThrottlingException' }],
    });
    expect(aws.published()).toEqual([{ type: 'one' }]);
  });

  it('fails a single entry, with status 200', async () => {
    aws.arm('events', 'PutEvents', 'unprocessed');

    expect(await aws.events().send(publish('alone'))).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: 'ThrottlingException' }],
    });
    expect(aws.published()).not.toContainEqual({ type: 'alone' });
  });
});
