import * as z from 'zod';
import { type Reply, withBody } from '../aws/protocol.ts';
import { type DisturbedCall, type Document, documentOf } from './disturbed-call.ts';
import { throttled } from './refusals.ts';

/** A request that consists of parts AWS may leave undone, each for itself. */
type Batch = {
  readonly size: number;
  /** The same request with its first parts only. */
  first(count: number): Document;
  /** How the parts after the first ones stand in the answer to those. */
  rest(count: number, answer: Document): Document;
  /** The answer when none was carried out; without it, AWS throttles the request as a whole. */
  readonly nothingDone?: Document;
};

type Part = readonly [table: string, content: unknown];

const KeysByTable = z.record(z.string(), z.looseObject({ Keys: z.array(z.unknown()) }));
const WritesByTable = z.record(z.string(), z.array(z.unknown()));
const PutAnswer = z.object({ FailedEntryCount: z.number(), Entries: z.array(z.unknown()) });

const BATCHES: Readonly<Record<string, (request: Document) => Batch>> = {
  // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
  'dynamodb:BatchGetItem': ({ RequestItems, ...request }) => {
    const tables = KeysByTable.parse(RequestItems);
    const parts = Object.entries(tables).flatMap(([table, { Keys }]) => Keys.map((key): Part => [table, key]));
    const grouped = (some: readonly Part[]) => byTable(some, (table, Keys) => ({ ...tables[table], Keys }));

    return {
      size: parts.length,
      first: (count) => ({ ...request, RequestItems: grouped(parts.slice(0, count)) }),
      rest: (count) => ({ UnprocessedKeys: grouped(parts.slice(count)) }),
    };
  },
  // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
  'dynamodb:BatchWriteItem': ({ RequestItems, ...request }) => {
    const tables = WritesByTable.parse(RequestItems);
    const parts = Object.entries(tables).flatMap(([table, writes]) => writes.map((write): Part => [table, write]));
    const grouped = (some: readonly Part[]) => byTable(some, (_, writes) => writes);

    return {
      size: parts.length,
      first: (count) => ({ ...request, RequestItems: grouped(parts.slice(0, count)) }),
      rest: (count) => ({ UnprocessedItems: grouped(parts.slice(count)) }),
    };
  },
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-send-events-handle-failures
  'events:PutEvents': (request) => {
    const entries = z.array(z.unknown()).parse(request['Entries']);

    return {
      size: entries.length,
      first: (count) => ({ ...request, Entries: entries.slice(0, count) }),
      rest: (count, answer) => {
        const done = PutAnswer.parse(answer);
        const failed = entries.slice(count).map(() => ({ ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' }));
        return { FailedEntryCount: done.FailedEntryCount + failed.length, Entries: [...done.Entries, ...failed] };
      },
      nothingDone: { FailedEntryCount: 0, Entries: [] },
    };
  },
};

export function canBeLeftUndone(service: string, action: string): boolean {
  return `${service}:${action}` in BATCHES;
}

/**
 * Carries out the first half of a batch and hands the rest back, as AWS does with what is beyond its capacity at the
 * moment. Of a batch of one nothing is done.
 *
 * @throws AwsError throttling, where AWS has no answer to a batch of which nothing was done
 */
export async function leaveHalfUndone(call: DisturbedCall): Promise<Reply> {
  const batch = BATCHES[`${call.service}:${call.action}`]?.(documentOf(call.request));
  if (!batch) throw new Error(`${call.service}:${call.action} has no parts`);

  const half = Math.floor(batch.size / 2);
  if (half === 0 && !batch.nothingDone) throw throttled(call);

  const body = Buffer.from(JSON.stringify(batch.first(half)));
  const reply = half === 0 ? call.protocol.answer(batch.nothingDone) : await call.carryOut({ ...call.request, body });
  if (reply.status !== 200) return reply;

  const answer = documentOf(reply);

  return withBody(reply, { ...answer, ...batch.rest(half, answer) });
}

function byTable(parts: readonly Part[], content: (table: string, contents: unknown[]) => unknown): Document {
  const tables = Map.groupBy(parts, ([table]) => table);

  return Object.fromEntries(
    [...tables].map(([table, some]) => [
      table,
      content(
        table,
        some.map(([, one]) => one),
      ),
    ]),
  );
}
