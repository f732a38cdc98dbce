import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  type TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConflicts } from '../../../local/aws/dynamodb/conflicts.ts';
import { allow, assemblyOf, role, TABLE_ARN, table } from './hand-made.ts';
import { type LocalAws, removeDataDir, startLocalAws } from './local-aws.ts';

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
describe('while a write transaction is under way', () => {
  const conflicts = createConflicts(0);
  const { promise: done, resolve: finish } = Promise.withResolvers<void>();
  const ongoing = conflicts.writeTransaction(['a', 'b'], () => done);

  afterAll(async () => {
    finish();
    await ongoing;
  });

  it('another one with an item of it is cancelled, with a reason per item', async () => {
    await expect(conflicts.writeTransaction(['x', 'b'], async () => 'written')).rejects.toMatchObject({
      code: 'TransactionCanceledException',
      members: { CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }] },
    });
  });

  it('a single write of an item of it is refused', async () => {
    await expect(conflicts.singleWrite('a', async () => 'written')).rejects.toMatchObject({
      code: 'TransactionConflictException',
    });
  });

  it('a transactional read of an item of it is cancelled', async () => {
    await expect(conflicts.readTransaction(['a'], async () => 'read')).rejects.toMatchObject({
      code: 'TransactionCanceledException',
    });
  });

  it('other items are free', async () => {
    expect(await conflicts.writeTransaction(['x'], async () => 'written')).toBe('written');
    expect(await conflicts.singleWrite('y', async () => 'written')).toBe('written');
  });
});

describe('once it is over', () => {
  it.each(['succeeded', 'failed'])('and has %s, its items are free', async (outcome) => {
    const conflicts = createConflicts(0);
    const transaction = conflicts.writeTransaction(['a'], async () => {
      if (outcome === 'failed') throw new Error('cancelled');
    });
    await transaction.catch(() => undefined);

    expect(await conflicts.writeTransaction(['a'], async () => 'written')).toBe('written');
  });
});

it('a single write under way is met by transactional reads only', async () => {
  const conflicts = createConflicts(0);
  const { promise: done, resolve: finish } = Promise.withResolvers<void>();
  const ongoing = conflicts.singleWrite('a', () => done);

  await expect(conflicts.readTransaction(['a'], async () => 'read')).rejects.toMatchObject({
    code: 'TransactionCanceledException',
  });
  expect(await conflicts.writeTransaction(['a'], async () => 'written')).toBe('written');

  finish();
  await ongoing;
});

describe('through the SDK', () => {
  let local: LocalAws;
  let client: DynamoDBClient;

  beforeAll(async () => {
    local = await startLocalAws(assemblyOf(table(), role('writer', allow('dynamodb:*', TABLE_ARN))), { transactionHoldMs: 200 });
    client = new DynamoDBClient(local.as('writer'));
  });

  afterAll(async () => {
    await local.stop();
    removeDataDir(local.dataDir);
  });

  const key = (PK: string) => ({ PK: { S: PK }, SK: { S: 'x' } });
  const transaction = (...keys: string[]) =>
    new TransactWriteItemsCommand({ TransactItems: keys.map((PK) => ({ Put: { TableName: 'things', Item: key(PK) } })) });

  it('of many transactions at once on one item, one is carried out and all others name the item in conflict', async () => {
    const attempts = ['1', '2', '3', '4'].map((own) => client.send(transaction(`own-${own}`, 'shared')));
    const outcomes = await Promise.allSettled(attempts);
    const reasons = outcomes
      .filter((outcome) => outcome.status === 'rejected')
      .map(({ reason }: { reason: TransactionCanceledException }) => [
        reason.name,
        reason.CancellationReasons?.map(({ Code }) => Code),
      ]);

    expect(reasons).toEqual(Array(3).fill(['TransactionCanceledException', ['None', 'TransactionConflict']]));
  });

  // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html#API_TransactWriteItems_Errors
  it('of two with the same token at once, the second is told that the first is in progress, and later what it did', async () => {
    const { input } = transaction('twice');
    const once = () => client.send(new TransactWriteItemsCommand({ ...input, ClientRequestToken: 'the-same-token' }));

    const outcomes = await Promise.allSettled([once(), once()]);

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { name: 'TransactionInProgressException' },
    });
    await expect(once()).resolves.toBeDefined();
  });

  it('a single write beside a transaction on its item gets TransactionConflictException, a plain read is answered', async () => {
    const ongoing = client.send(transaction('a'));
    await untilRefused(() =>
      client.send(new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName: 'things', Key: key('a') } }] })),
    );

    const update = new UpdateItemCommand({ TableName: 'things', Key: key('a') });
    await expect(client.send(update)).rejects.toMatchObject({ name: 'TransactionConflictException' });
    await client.send(new GetItemCommand({ TableName: 'things', Key: key('a') }));
    await ongoing;

    await client.send(update);
  });

  it('whoever reads the stream is told of a transaction when its items are free again', async () => {
    const told = Promise.withResolvers<unknown>();
    const forget = local.aws.streams.onWrite('things', () => {
      forget();
      told.resolve(client.send(new UpdateItemCommand({ TableName: 'things', Key: key('b') })));
    });

    await client.send(transaction('b'));

    await expect(told.promise).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
  });

  it('a condition that fails is told as DynamoDB Local tells it', async () => {
    const taken = new PutItemCommand({
      TableName: 'things',
      Item: key('taken'),
      ConditionExpression: 'attribute_not_exists(PK)',
    });
    await client.send(taken);

    await expect(client.send(taken)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  });
});

/** Tries until the transaction under way is met. */
async function untilRefused(attempt: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await attempt();
    } catch {
      return;
    }
  }
}
