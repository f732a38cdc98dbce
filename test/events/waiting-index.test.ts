import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { dueItems, nextRetry, updateWaiting, waiting } from '../../functions/adapters/dynamodb/waiting-index.ts';

const database = mockClient(DynamoDBDocumentClient);

const since = '2026-12-01T01:20:00.000Z';
const now = new Date('2026-12-01T01:25:00.000Z');
const MINUTE = 60_000;

const key = { PK: 'OUTBOX#1', SK: 'OUTBOX' };
const change = {
  UpdateExpression: 'SET #retryAt = :retryAt',
  ExpressionAttributeNames: { '#retryAt': 'retryAt' },
  ExpressionAttributeValues: { ':retryAt': since },
};

beforeEach(() => vi.stubEnv('TABLE_NAME', 'table'));

afterEach(() => {
  database.reset();
  vi.unstubAllEnvs();
});

it('spreads items over the shards of their kind, and makes them due after five minutes', () => {
  const items = Array.from({ length: 200 }, (_, n) => waiting('mail', `mail-${n}`, since));

  expect([...new Set(items.map(({ waitingShard }) => waitingShard))].toSorted()).toEqual(
    ['0', '1', '2', '3', '4', '5', '6', '7'].map((shard) => `mail-${shard}`),
  );
  expect(items.every(({ retryAt }) => retryAt === '2026-12-01T01:25:00.000Z')).toBe(true);
});

it('R-4 waits twice as long from try to try, and never longer than six hours', () => {
  let due = now;
  const minutes = Array.from({ length: 10 }, () => {
    const next = new Date(nextRetry(since, due));
    const pause = (next.getTime() - due.getTime()) / MINUTE;
    due = next;

    return pause;
  });

  expect(minutes).toEqual([5, 10, 20, 40, 80, 160, 320, 360, 360, 360]);
});

it('R-4 the next try is 5 minutes to 6 hours away, whenever a schedule comes to try', () => {
  const delay = fc.integer({ min: 0, max: 30 * 24 * 60 * MINUTE });

  fc.assert(
    fc.property(delay, (waited) => {
      const tried = new Date(Date.parse(since) + waited);
      const pause = Date.parse(nextRetry(since, tried)) - tried.getTime();

      expect(pause).toBeGreaterThanOrEqual(5 * MINUTE);
      expect(pause).toBeLessThanOrEqual(360 * MINUTE);
    }),
  );
});

it('finds what is due in every shard of a kind, page by page, as it is stored', async () => {
  database.on(QueryCommand).resolves({ Items: [] });
  database
    .on(QueryCommand, { ExpressionAttributeValues: { ':shard': 'outbox-3', ':now': now.toISOString() } })
    .resolvesOnce({ Items: [{ PK: 'OUTBOX#a' }], LastEvaluatedKey: { PK: 'OUTBOX#a' } })
    .resolvesOnce({ Items: [{ PK: 'OUTBOX#b' }] });

  const found: unknown[] = [];
  for await (const item of dueItems('outbox', now)) found.push(item);

  const queries = database.commandCalls(QueryCommand).map(({ args }) => args[0].input);
  expect(found).toEqual([{ PK: 'OUTBOX#a' }, { PK: 'OUTBOX#b' }]);
  expect(queries).toHaveLength(9);
  expect(queries[4]).toMatchObject({ ExclusiveStartKey: { PK: 'OUTBOX#a' } });
  expect(new Set(queries.map(({ IndexName }) => IndexName))).toEqual(new Set(['waiting']));
});

it('R-4 an item that has left the index, or is gone, is neither changed nor brought back', async () => {
  database.on(UpdateCommand).rejects(new ConditionalCheckFailedException({ message: 'no', $metadata: {} }));

  await expect(updateWaiting(key, change)).resolves.toBeUndefined();
  expect(database.commandCalls(UpdateCommand)[0]?.args[0].input).toEqual({
    TableName: 'table',
    Key: key,
    UpdateExpression: 'SET #retryAt = :retryAt',
    ConditionExpression: 'attribute_exists(#shard)',
    ExpressionAttributeNames: { '#shard': 'waitingShard', '#retryAt': 'retryAt' },
    ExpressionAttributeValues: { ':retryAt': since },
  });
});

it('a change that failed otherwise is not passed over', async () => {
  database.on(UpdateCommand).rejects(new Error('down'));

  await expect(updateWaiting(key, change)).rejects.toThrow('down');
});
