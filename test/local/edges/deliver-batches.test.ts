import { describe, expect, it } from 'vitest';
import { deliverBatches } from '../../../local/edges/streams/deliver-batches.ts';
import type { StreamRecord } from '../../../local/edges/streams/records.ts';
import type { Invocation } from '../../../local/functions/pool.ts';

const record = (n: number): StreamRecord => ({
  eventID: String(n),
  eventName: 'INSERT',
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: 'ap-northeast-1',
  eventSourceARN: 'arn',
  dynamodb: { SequenceNumber: String(n), ApproximateCreationDateTime: 0 },
});
const numbers = (records: readonly StreamRecord[]): number[] => records.map(({ eventID }) => Number(eventID));

type Settings = { count: number; batchSize?: number; reports?: boolean; bisects?: boolean; retryAttempts?: number };

/** Delivers records 1 to `count` to a function that answers as told; notes all that happens. */
async function deliver(settings: Settings, answer: (batch: number[], attempt: number) => Invocation) {
  const happened: string[] = [];
  let attempt = 0;

  await deliverBatches(
    Array.from({ length: settings.count }, (_, index) => record(index + 1)),
    {
      mapping: {
        batchSize: settings.batchSize ?? 100,
        reportsItemFailures: settings.reports ?? false,
        bisects: settings.bisects ?? false,
        retryAttempts: settings.retryAttempts ?? 2,
      },
      invoke: async (records) => {
        attempt += 1;
        happened.push(`invoke ${numbers(records).join()}`);
        return answer(numbers(records), attempt);
      },
      checkpoint: (last) => happened.push(`checkpoint ${last.eventID}`),
      giveUp: (records, failures) => happened.push(`give up ${numbers(records).join()} after ${failures}`),
      pause: async (ms) => void happened.push(`pause ${ms}`),
      isClosed: () => false,
    },
  );

  return happened;
}

const done: Invocation = { ok: true, payload: null };
const broken: Invocation = { ok: false, errorType: 'Error', errorMessage: 'it broke' };
const failed = (...identifiers: unknown[]): Invocation => ({
  ok: true,
  payload: { batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })) },
});

it('batches are of the mapping’s size, each kept as done before the next', async () => {
  expect(await deliver({ count: 3, batchSize: 2 }, () => done)).toEqual([
    'invoke 1,2',
    'checkpoint 2',
    'invoke 3',
    'checkpoint 3',
  ]);
});

it('a failed batch is tried again, ever later, then given up', async () => {
  expect(await deliver({ count: 1 }, () => broken)).toEqual([
    'invoke 1',
    'pause 1000',
    'invoke 1',
    'pause 2000',
    'invoke 1',
    'give up 1 after 3',
  ]);
});

// https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
it('a failed batch is halved where the mapping says so, which does not count as a retry', async () => {
  const answer = (batch: number[]): Invocation => (batch.includes(3) ? broken : done);

  expect(await deliver({ count: 4, bisects: true, retryAttempts: 1 }, answer)).toEqual([
    'invoke 1,2,3,4',
    'invoke 1,2',
    'checkpoint 2',
    'invoke 3,4',
    'invoke 3',
    'pause 1000',
    'invoke 3',
    'give up 3 after 2',
    'invoke 4',
    'checkpoint 4',
  ]);
});

// https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
describe('reported item failures', () => {
  it('let delivery go on from the lowest one reported', async () => {
    expect(await deliver({ count: 4, reports: true }, (_, attempt) => (attempt === 1 ? failed('4', '2') : done))).toEqual([
      'invoke 1,2,3,4',
      'checkpoint 1',
      'pause 1000',
      'invoke 2,3,4',
      'checkpoint 4',
    ]);
  });

  it.each([
    ['an empty list', { ok: true, payload: { batchItemFailures: [] } }],
    ['null', { ok: true, payload: null }],
    ['an empty object', { ok: true, payload: {} }],
    ['a null list', { ok: true, payload: { batchItemFailures: null } }],
  ] as [string, Invocation][])('%s is complete success', async (_, answer) => {
    expect(await deliver({ count: 2, reports: true }, () => answer)).toEqual(['invoke 1,2', 'checkpoint 2']);
  });

  it.each([
    ['an identifier that is not in the batch', failed('7')],
    ['an identifier that is no text', failed(2)],
    ['no list', { ok: true, payload: { batchItemFailures: 'all' } }],
  ] as [string, Invocation][])('%s is complete failure', async (_, answer) => {
    expect(await deliver({ count: 2, reports: true, retryAttempts: 0 }, () => answer)).toEqual([
      'invoke 1,2',
      'give up 1,2 after 1',
    ]);
  });
});
