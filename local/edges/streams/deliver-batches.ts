import * as z from 'zod';
import type { Invocation } from '../../functions/pool.ts';
import type { StreamMapping } from './mappings.ts';
import type { StreamRecord } from './records.ts';

export type DeliveryParts = {
  readonly mapping: Pick<StreamMapping, 'batchSize' | 'reportsItemFailures' | 'bisects' | 'retryAttempts'>;
  readonly invoke: (records: readonly StreamRecord[]) => Promise<Invocation>;
  /** All records up to and with this one are dealt with, by success or by giving up. */
  readonly checkpoint: (last: StreamRecord) => void;
  /** These records failed for good; they are dealt with by that, as by a checkpoint. */
  readonly giveUp: (records: readonly StreamRecord[], failures: number, reason: string) => void;
  /** Waits before the next attempt. */
  readonly pause: (ms: number) => Promise<void>;
  /** Nothing more is to be delivered in this run. */
  readonly isClosed: () => boolean;
};

/** A batch that waits for its (next) attempt, and how often it failed. */
type Batch = { readonly records: readonly StreamRecord[]; readonly failures: number };

const LONGEST_PAUSE_MS = 60_000;

/**
 * Delivers records in their order. A failed batch holds up those behind it until it succeeds or is given up; where the
 * mapping says so it is halved, or taken up again from the first record that the function reported.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html for bisecting
 */
export async function deliverBatches(records: readonly StreamRecord[], parts: DeliveryParts): Promise<void> {
  const { mapping, invoke, checkpoint, giveUp, pause, isClosed } = parts;
  const waiting: Batch[] = inBatches(records, mapping.batchSize).map((batch) => ({ records: batch, failures: 0 }));

  for (let batch = waiting.shift(); batch; batch = waiting.shift()) {
    const outcome = handledBy(await invoke(batch.records), batch.records, mapping.reportsItemFailures);
    if (isClosed()) return;

    const lastHandled = batch.records[outcome.handled - 1];
    if (lastHandled) checkpoint(lastHandled);
    const rest = batch.records.slice(outcome.handled);
    const lastOfRest = rest.at(-1);
    if (!lastOfRest) continue;

    // Splitting does not count as a retry.
    if (mapping.bisects && outcome.handled === 0 && rest.length > 1) {
      const middle = Math.ceil(rest.length / 2);
      waiting.unshift(
        ...[rest.slice(0, middle), rest.slice(middle)].map((half) => ({ records: half, failures: batch.failures })),
      );
      continue;
    }

    const failures = batch.failures + 1;
    if (failures > mapping.retryAttempts) {
      giveUp(rest, failures, outcome.reason);
      continue;
    }

    waiting.unshift({ records: rest, failures });
    await pause(Math.min(1000 * 2 ** (failures - 1), LONGEST_PAUSE_MS));
    if (isClosed()) return;
  }
}

const FailureReport = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() });

/** How many records from the start on are done, and why no more. */
function handledBy(answer: Invocation, records: readonly StreamRecord[], reports: boolean): { handled: number; reason: string } {
  if (!answer.ok) return { handled: 0, reason: `${answer.errorType}: ${answer.errorMessage}` };
  if (!reports) return { handled: records.length, reason: '' };

  const parsed = FailureReport.safeParse(answer.payload ?? {});
  if (!parsed.success) return { handled: 0, reason: 'The function answered no valid report of failed items' };

  const failed = (parsed.data.batchItemFailures ?? []).map(({ itemIdentifier }) =>
    records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === itemIdentifier),
  );
  if (failed.includes(-1)) return { handled: 0, reason: 'The function reported an item that is not in the batch' };

  return { handled: Math.min(records.length, ...failed), reason: 'The function reported the item as failed' };
}

function inBatches<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size));
}
