import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { EVENTS, isEventType } from '../../events/index.ts';
import { markPublished, outboxItem, outboxItemOf, storedOutboxItem } from '../../functions/adapters/dynamodb/outbox.ts';

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

it('R-4 an outbox item waits from the beginning, and is due five minutes later', () => {
  expect(outboxItem(occurrence)).toMatchObject({
    waitingShard: expect.stringMatching(/^outbox-[0-7]$/),
    retryAt: '2026-12-01T01:25:00.000Z',
  });
});

it('reads back from the stream and from the index what was put into the outbox', () => {
  const item = outboxItem(occurrence);
  const read = { PK: item.PK, SK: item.SK, events: item.events };

  expect(outboxItemOf(marshall(item) as Record<string, AttributeValue>)).toEqual(read);
  expect(storedOutboxItem(item)).toEqual(read);
});

it('refuses a stream record that is no outbox item', () => {
  expect(() => outboxItemOf({ PK: { S: 'GROUP#aoba' } })).toThrow();
});

it('R-4 marking an item twice, or one that expired, changes nothing', async () => {
  database.on(UpdateCommand).rejects(new ConditionalCheckFailedException({ message: 'no', $metadata: {} }));

  await expect(markPublished({ PK: 'OUTBOX#1', SK: 'OUTBOX' }, now)).resolves.toBeUndefined();
  expect(database.commandCalls(UpdateCommand)[0]?.args[0].input.ConditionExpression).toBe('attribute_exists(#shard)');
});

it('a published item leaves the index and expires a week later', async () => {
  database.on(UpdateCommand).resolves({});

  await markPublished({ PK: 'OUTBOX#1', SK: 'OUTBOX' }, now);

  expect(database.commandCalls(UpdateCommand)[0]?.args[0].input).toMatchObject({
    UpdateExpression: 'REMOVE #shard, #retryAt SET #expiresAt = :expiresAt',
    ExpressionAttributeNames: { '#shard': 'waitingShard', '#retryAt': 'retryAt', '#expiresAt': 'expiresAt' },
    ExpressionAttributeValues: { ':expiresAt': Date.parse('2026-12-08T01:20:03.000Z') / 1_000 },
  });
});
