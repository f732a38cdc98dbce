import { randomUUID } from 'node:crypto';
import type { TableStreams } from '../../aws/dynamodb/start-dynamodb.ts';
import type { LocalClock } from '../../clock.ts';
import type { Duplicates } from '../../faults/duplicates.ts';
import type { Invocation, LambdaPool } from '../../functions/pool.ts';
import type { State } from '../../state.ts';
import type { HandBack, SendDeadLetter } from '../dead-letters.ts';
import type { Outstanding } from '../outstanding.ts';
import { deliverBatches } from './deliver-batches.ts';
import { startLane } from './lane.ts';
import type { StreamMapping } from './mappings.ts';
import { lambdaRecord, type StreamRecord } from './records.ts';
import { startStreamReplays } from './replays.ts';
import { type StreamPosition, streamReader } from './stream-reader.ts';

type Parts = {
  readonly mapping: StreamMapping;
  readonly region: string;
  readonly clock: LocalClock;
  readonly state: State;
  readonly streams: TableStreams;
  readonly invoke: LambdaPool['invoke'];
  readonly deadLetter: SendDeadLetter;
  readonly duplicates: Pick<Duplicates, 'next'>;
  readonly outstanding: Outstanding;
  readonly report: (line: string) => void;
};

export type StreamEdge = {
  /** Of its mapping. */
  readonly key: string;
  readonly handBack: HandBack['stream'];
  close(): void;
};

/** After a stream could not be read. */
const READ_AGAIN_MS = 1000;

/**
 * Carries a table's stream records to a function, from where the last run stopped. It reads when the table was written to:
 * as soon as polling without a pause would, at no cost while nothing happens.
 */
export async function startStreamMapping(parts: Parts): Promise<StreamEdge> {
  const { mapping, region, clock, state, streams, invoke, deadLetter, duplicates, outstanding, report } = parts;
  const positions = state.documents<StreamPosition>('stream-positions');
  const reader = streamReader(streams.client, await streams.localStreamArn(mapping.tableName), positions.get(mapping.key));

  const lane = startLane(clock, outstanding);
  let unread = false;
  let reading = false;
  let closed = false;
  let readAgain: NodeJS.Timeout | undefined;

  function wake(): void {
    unread = true;
    if (reading || closed) return;

    reading = true;
    lane.begin();
    void readAll();
  }

  async function readAll(): Promise<void> {
    try {
      while (unread && !closed) {
        unread = false;
        const { shardId, records, mayHaveMore } = await reader.next();
        unread ||= mayHaveMore;
        if (!closed) await deliver(shardId, records.map(asLambdaRecord));
      }
    } catch (cause) {
      if (!closed) {
        report(`The stream of ${mapping.tableName} cannot be read: ${cause}`);
        readAgain = setTimeout(wake, READ_AGAIN_MS);
      }
    } finally {
      reading = false;
      lane.end();
    }
  }

  const asLambdaRecord = (record: Parameters<typeof lambdaRecord>[0]): StreamRecord =>
    lambdaRecord(record, { region, streamArn: mapping.streamArn, offsetMs: clock.offsetMs() });

  async function deliver(shardId: string, read: readonly StreamRecord[]): Promise<void> {
    const wanted =
      mapping.filters.length === 0 ? read : read.filter((record) => mapping.filters.some((matches) => matches(record)));
    const checkpoint = ({ dynamodb }: StreamRecord): void =>
      positions.put(mapping.key, { shardId, sequenceNumber: dynamodb.SequenceNumber });

    await deliverBatches(wanted, {
      mapping,
      invoke: deliverBatch,
      checkpoint,
      giveUp: (records, failures, reason) => {
        state.transaction(() => {
          leave(shardId, records, failures, reason);
          const last = records.at(-1);
          if (last) checkpoint(last);
        });
      },
      pause: lane.pause,
      isClosed: () => closed,
    });

    // What the filters left out at the end need not be read again.
    const last = read.at(-1);
    if (last && !closed) checkpoint(last);
  }

  /** A duplicate comes after the first, as if Lambda had not kept that the batch was done; its outcome counts. */
  async function deliverBatch(records: readonly StreamRecord[]): Promise<Invocation> {
    const deliver = (): Promise<Invocation> => invoke(mapping.functionArn, { Records: records }, { queued: true });
    if (duplicates.next('stream', mapping.functionArn)) await deliver();

    return deliver();
  }

  function leave(shardId: string, records: readonly StreamRecord[], failures: number, reason: string): void {
    if (mapping.onFailureQueueArn === undefined) {
      report(
        `${records.length} stream records of ${mapping.tableName} are lost, as they would be in AWS (${reason}): the mapping has no destination for failures.`,
      );
      return;
    }

    deadLetter(mapping.onFailureQueueArn, {
      reason,
      body: account(mapping, shardId, records, failures, clock.now()),
      undelivered: { edge: 'stream', mapping: mapping.key, shardId, records },
    });
  }

  const replays = startStreamReplays({ mapping, clock, state, outstanding, deliverBatch, leave, report });
  const forget = streams.onWrite(mapping.tableName, wake);
  wake();

  return {
    key: mapping.key,
    handBack: replays.accept,
    close: () => {
      closed = true;
      forget();
      clearTimeout(readAgain);
      lane.close();
      replays.close();
    },
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html */
function account(
  mapping: StreamMapping,
  shardId: string,
  records: readonly StreamRecord[],
  failures: number,
  now: Date,
): unknown {
  const [first, last] = [records[0], records.at(-1)];
  const arrival = (record: StreamRecord | undefined): string =>
    new Date((record?.dynamodb.ApproximateCreationDateTime ?? 0) * 1000).toISOString();

  return {
    requestContext: {
      requestId: randomUUID(),
      functionArn: mapping.functionArn,
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: failures,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: now.toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: first?.dynamodb.SequenceNumber,
      endSequenceNumber: last?.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: arrival(first),
      approximateArrivalOfLastRecord: arrival(last),
      batchSize: records.length,
      streamArn: mapping.streamArn,
    },
  };
}
