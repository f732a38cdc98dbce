import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue, DynamoDBRecord } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type DomainEvent, EVENTS } from '../../events/index.ts';
import { outboxItem } from '../../functions/adapters/dynamodb/outbox.ts';
import { batches, eventBus } from '../../functions/adapters/eventbridge/event-bus.ts';
import { publishOutbox } from '../../functions/listeners/publish-outbox.ts';
import { logger } from '../../functions/runtime/logger.ts';

const bus = mockClient(EventBridgeClient);
const now = new Date('2026-12-01T01:20:03.000Z');

/** Takes every entry. */
const taken = (count: number) => ({
  FailedEntryCount: 0,
  Entries: Array.from({ length: count }, (_, n) => ({ EventId: `e${n}` })),
});
const failed = { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' };

function groupCreated(groupId: string): DomainEvent {
  return { type: 'group-created', aggregate: { id: groupId, version: 1 }, data: { groupId, actorUserId: '3354648652' } };
}

function record(outboxId: string, events: number): DynamoDBRecord {
  const item = outboxItem({
    outboxId,
    tenantId: 'aoba',
    occurredAt: '2026-12-01T01:20:00.000Z',
    events: Array.from({ length: events }, (_, n) => groupCreated(`group-${n}`)),
    mails: 0,
  });

  return {
    eventName: 'INSERT',
    dynamodb: { SequenceNumber: `seq-${outboxId}`, NewImage: marshall(item) as Record<string, AttributeValue> },
  };
}

/** Publishes records and tells the answer, what was marked, and the IDs put on the bus by call. */
async function publish(...records: DynamoDBRecord[]) {
  const marked: string[] = [];
  const answer = await publishOutbox(
    { Records: records },
    { bus: eventBus(), markPublished: async ({ PK }) => void marked.push(PK), clock: { now: () => now } },
  );
  const calls = bus.commandCalls(PutEventsCommand).map(({ args }) => args[0].input.Entries ?? []);
  const put = calls.map((entries) => entries.map(({ Detail = '' }) => JSON.parse(Detail).id));

  return { failures: answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier), marked, put };
}

beforeEach(() => vi.stubEnv('BUS_NAME', 'events'));

afterEach(() => {
  bus.reset();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

it('puts every event on the bus under its type and source, and marks the item', async () => {
  bus.on(PutEventsCommand).resolves(taken(1));

  const { failures, marked } = await publish(record('a', 1));

  const [entry] = bus.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries ?? [];
  expect(entry).toMatchObject({ EventBusName: 'events', Source: 'business-id', DetailType: 'group-created' });
  expect(EVENTS['group-created'].schema.safeParse(JSON.parse(entry?.Detail ?? '')).success).toBe(true);
  expect({ failures, marked }).toEqual({ failures: [], marked: ['OUTBOX#a'] });
});

it('R-4 puts only the failed entries again within the invocation', async () => {
  bus
    .on(PutEventsCommand)
    .resolvesOnce({ FailedEntryCount: 1, Entries: [{ EventId: 'e0' }, failed, { EventId: 'e2' }] })
    .resolves(taken(1));

  const { failures, marked, put } = await publish(record('a', 3));

  expect(put).toEqual([['a-0', 'a-1', 'a-2'], ['a-1']]);
  expect({ failures, marked }).toEqual({ failures: [], marked: ['OUTBOX#a'] });
});

it('R-4 reports a record whose entries keep failing, leaves it unmarked, and publishes nothing behind it', async () => {
  bus
    .on(PutEventsCommand)
    .resolvesOnce(taken(1))
    .resolves({ FailedEntryCount: 1, Entries: [failed] });

  const { failures, marked, put } = await publish(record('a', 1), record('b', 1), record('c', 1));

  expect(failures).toEqual(['seq-b']);
  expect(marked).toEqual(['OUTBOX#a']);
  expect(put).toEqual([['a-0'], ['b-0'], ['b-0'], ['b-0']]);
});

it('R-4 takes an entry the bus gave no answer for as failed', async () => {
  bus.on(PutEventsCommand).resolvesOnce({ FailedEntryCount: 0, Entries: [] }).resolves(taken(1));

  const { put, marked } = await publish(record('a', 1));

  expect(put).toEqual([['a-0'], ['a-0']]);
  expect(marked).toEqual(['OUTBOX#a']);
});

it('R-4 reports the record when the bus cannot be reached', async () => {
  bus.on(PutEventsCommand).rejects(new Error('ECONNRESET'));

  expect((await publish(record('a', 1), record('b', 1))).failures).toEqual(['seq-a']);
});

it("C-12 the log tells the bus's codes and no message", async () => {
  bus.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [failed, failed] });
  const log = vi.spyOn(logger, 'error');

  await publish(record('a', 2));

  expect(log.mock.calls).toEqual([
    [
      'OUTBOX_NOT_PUBLISHED',
      { sequenceNumber: 'seq-a', error: 'EventsNotTaken', reasons: ['ThrottlingException'], at: expect.any(String) },
    ],
  ]);
});

it('R-4 reports a published record that could not be marked, so that it is marked later', async () => {
  bus.on(PutEventsCommand).resolves(taken(1));
  const markPublished = () => Promise.reject(new Error('down'));

  const answer = await publishOutbox(
    { Records: [record('a', 1)] },
    { bus: eventBus(), markPublished, clock: { now: () => now } },
  );

  expect(answer.batchItemFailures).toEqual([{ itemIdentifier: 'seq-a' }]);
});

it('reports a record that is no outbox item instead of passing over it', async () => {
  const { failures } = await publish({ dynamodb: { SequenceNumber: 'seq-x', NewImage: { PK: { S: 'GROUP#aoba' } } } });

  expect(failures).toEqual(['seq-x']);
});

it('puts at most ten entries in a call, in order', async () => {
  bus.on(PutEventsCommand).callsFake(({ Entries }) => taken(Entries.length));

  const { put } = await publish(record('a', 23));

  expect(put.map((ids) => ids.length)).toEqual([10, 10, 3]);
  expect(put.flat()).toEqual(Array.from({ length: 23 }, (_, n) => `a-${n}`));
});

it('keeps a call within 256 KB, counting bytes and not characters', () => {
  const entry = { Source: 's', DetailType: 't', Detail: '語'.repeat(40_000) };

  expect(batches([entry, entry, entry]).map((call) => call.length)).toEqual([2, 1]);
  expect(batches([entry, { ...entry, Detail: '語'.repeat(100_000) }, entry]).map((call) => call.length)).toEqual([1, 1, 1]);
});
