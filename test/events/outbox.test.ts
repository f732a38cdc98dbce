import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { EVENTS, isEventType } from '../../events/index.ts';
import { markPublished, outboxItem, outboxItemOf, unpublishedBefore } from '../../functions/adapters/dynamodb/outbox.ts';

const database = mockClient(DynamoDBDocumentClient);

const occurrence = {
  outboxId: '01jdp3y8a2b4c6d8e0f1g3h5j7',
  tenantId: 'aoba',
  occurredAt: '2026-12-01T01:20:00.000Z',
  events: [
    {
      type: 'user-added',
      aggregate: { id: '1453935789', version: 1 },
      data: { userId: '1453935789', groupId: 'g7Hq2LmZ0aXc', actorUserId: '3354648652' },
    },
  ],
  mails: 2,
} as const;

const now = new Date('2026-12-01T01:20:03.000Z');

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);

  return all;
}

beforeEach(() => vi.stubEnv('TABLE_NAME', 'table'));

afterEach(() => {
  database.reset();
  vi.unstubAllEnvs();
});

it('R-4 an outbox item holds every event and one request per mail, each with an ID of its own', () => {
  const { events } = outboxItem(occurrence);

  expect(events.map(({ id, type }) => ({ id, type }))).toEqual([
    { id: '01jdp3y8a2b4c6d8e0f1g3h5j7-0', type: 'mail-requested' },
    { id: '01jdp3y8a2b4c6d8e0f1g3h5j7-1', type: 'mail-requested' },
    { id: '01jdp3y8a2b4c6d8e0f1g3h5j7-2', type: 'user-added' },
  ]);
  expect(events.map(({ data }) => data)).toEqual([
    { mailId: '01jdp3y8a2b4c6d8e0f1g3h5j7', position: 0 },
    { mailId: '01jdp3y8a2b4c6d8e0f1g3h5j7', position: 1 },
    occurrence.events[0].data,
  ]);
});

it('every event of an outbox item fits its schema', () => {
  for (const event of outboxItem(occurrence).events) {
    expect(isEventType(event.type) && EVENTS[event.type].schema.safeParse(event).success).toBe(true);
  }
});

it('spreads items over the shards of the index of unpublished ones', () => {
  const shards = Array.from({ length: 200 }, (_, n) => outboxItem({ ...occurrence, outboxId: `outbox-${n}` }));

  expect(new Set(shards.map((item) => item.unpublishedShard))).toEqual(new Set(['0', '1', '2', '3', '4', '5', '6', '7']));
  expect(shards.every((item) => item.occurredAt === occurrence.occurredAt)).toBe(true);
});

it('reads back from the stream what was put into the outbox', () => {
  const item = outboxItem(occurrence);
  const read = outboxItemOf(marshall(item) as Record<string, AttributeValue>);

  expect(read).toEqual({ PK: item.PK, SK: item.SK, events: item.events });
});

it('refuses a stream record that is no outbox item', () => {
  expect(() => outboxItemOf({ PK: { S: 'GROUP#aoba' } })).toThrow();
});

it('R-4 marking an item twice, or one that expired, changes nothing', async () => {
  database.on(UpdateCommand).rejects(new ConditionalCheckFailedException({ message: 'no', $metadata: {} }));

  await expect(markPublished({ PK: 'OUTBOX#1', SK: 'OUTBOX' }, now)).resolves.toBeUndefined();
  expect(database.commandCalls(UpdateCommand)[0]?.args[0].input.ConditionExpression).toBe('attribute_exists(#shard)');
});

it('a marking that failed otherwise is not passed over', async () => {
  database.on(UpdateCommand).rejects(new Error('down'));

  await expect(markPublished({ PK: 'OUTBOX#1', SK: 'OUTBOX' }, now)).rejects.toThrow('down');
});

it('a published item expires a week later', async () => {
  database.on(UpdateCommand).resolves({});

  await markPublished({ PK: 'OUTBOX#1', SK: 'OUTBOX' }, now);

  const values = database.commandCalls(UpdateCommand)[0]?.args[0].input.ExpressionAttributeValues;
  expect(values).toEqual({ ':expiresAt': Date.parse('2026-12-08T01:20:03.000Z') / 1_000 });
});

it('finds unpublished items in every shard, page by page', async () => {
  const [first, second] = ['a', 'b'].map((outboxId) => outboxItem({ ...occurrence, outboxId }));
  database.on(QueryCommand).resolves({ Items: [] });
  database
    .on(QueryCommand, { ExpressionAttributeValues: { ':shard': '3', ':time': now.toISOString() } })
    .resolvesOnce({ Items: [first ?? {}], LastEvaluatedKey: { PK: first?.PK } })
    .resolvesOnce({ Items: [second ?? {}] });

  const found = await collect(unpublishedBefore(now.toISOString()));

  expect(found.map(({ PK }) => PK)).toEqual(['OUTBOX#a', 'OUTBOX#b']);
  expect(database.commandCalls(QueryCommand)).toHaveLength(9);
  expect(database.commandCalls(QueryCommand)[4]?.args[0].input.ExclusiveStartKey).toEqual({ PK: 'OUTBOX#a' });
});
