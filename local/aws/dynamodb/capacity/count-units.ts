import * as z from 'zod';
import { type AwsRequest, type Reply, type Units, withBody } from '../../protocol.ts';
import type { PassThrough } from '../pass-through.ts';
import type { Attributes } from '../tables.ts';
import { failedWriteUnits } from './units.ts';

type Document = Readonly<Record<string, unknown>>;
type Send = PassThrough['send'];

/** Of one table, or of each. */
const Capacity = z.object({ CapacityUnits: z.number() });
const Capacities = z.union([Capacity.transform((one) => [one]), z.array(Capacity)]).default([]);

const Failure = z.object({ __type: z.string(), Item: z.custom<Attributes>().optional() });
const Consistency = z.object({ ConsistentRead: z.boolean().default(false) });
const BatchKeys = z.record(z.string(), Consistency.extend({ Keys: z.array(z.unknown()) }));
const BatchRequest = z.object({ RequestItems: BatchKeys });
const BatchAnswer = z.object({
  Responses: z.record(z.string(), z.array(z.unknown())).default({}),
  UnprocessedKeys: BatchKeys.default({}),
});

/**
 * Sends a GetItem, Query or Scan, and counts the read units: by DynamoDB Local's own figure, which knows what was read
 * beneath filters and projections. A search that finds nothing costs the least there is, which DynamoDB Local leaves out.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html#read-operation-consumption
 */
export async function sendRead(request: AwsRequest, send: Send): Promise<Reply> {
  const asked = documentOf(request.body);
  const { reply, consumed } = await sendCounting(request, asked, {}, send);

  return reply.status === 200 ? { ...reply, units: { read: Math.max(consumed, least(asked)), write: 0 } } : reply;
}

/** BatchGetItem: each key is a GetItem; DynamoDB Local leaves out the keys of which there is no item. */
export async function sendBatchRead(request: AwsRequest, send: Send): Promise<Reply> {
  const asked = documentOf(request.body);
  const { reply, consumed, answer } = await sendCounting(request, asked, {}, send);
  if (reply.status !== 200) return reply;

  const { RequestItems } = BatchRequest.parse(asked);
  const { Responses, UnprocessedKeys } = BatchAnswer.parse(answer);
  const missing = Object.entries(RequestItems).reduce((units, [table, keys]) => {
    const found = (Responses[table]?.length ?? 0) + (UnprocessedKeys[table]?.Keys.length ?? 0);
    return units + (keys.Keys.length - found) * least(keys);
  }, 0);

  return { ...reply, units: { read: consumed + missing, write: 0 } };
}

/** Sends a PutItem, UpdateItem or DeleteItem: it is charged when its condition fails as well, by the item that is there. */
export async function sendWrite(request: AwsRequest, send: Send): Promise<Reply> {
  const asked = documentOf(request.body);
  const showsItem = asked['ReturnValuesOnConditionCheckFailure'] === 'ALL_OLD';
  const conditional = 'ConditionExpression' in asked ? { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } : {};
  const { reply, consumed, answer } = await sendCounting(request, asked, conditional, send);
  if (reply.status === 200) return { ...reply, units: written(consumed) };

  const failure = Failure.safeParse(answer);
  if (!failure.success || !failure.data.__type.endsWith('ConditionalCheckFailedException')) return reply;

  const { Item, ...rest } = answer;

  return { ...(showsItem ? reply : withBody(reply, rest)), units: written(failedWriteUnits(failure.data.Item)) };
}

/** BatchWriteItem. */
export async function sendBatchWrite(request: AwsRequest, send: Send): Promise<Reply> {
  const { reply, consumed } = await sendCounting(request, documentOf(request.body), {}, send);

  return reply.status === 200 ? { ...reply, units: written(consumed) } : reply;
}

/** Asks for the capacity, and takes it out of the answer again when the caller did not. */
async function sendCounting(
  request: AwsRequest,
  asked: Document,
  more: Document,
  send: Send,
): Promise<{ reply: Reply; consumed: number; answer: Document }> {
  const wanted = asked['ReturnConsumedCapacity'] ?? 'NONE';
  const counting = { ...asked, ...more, ReturnConsumedCapacity: wanted === 'NONE' ? 'TOTAL' : wanted };
  const reply = await send({ ...request, body: Buffer.from(JSON.stringify(counting)) });

  const { ConsumedCapacity, ...answer } = documentOf(reply.body);
  const consumed = Capacities.parse(ConsumedCapacity).reduce((units, { CapacityUnits }) => units + CapacityUnits, 0);
  const isAsked = wanted !== 'NONE' || ConsumedCapacity === undefined;

  return { reply: isAsked ? reply : withBody(reply, answer), consumed, answer };
}

/** A read of an item that does not exist. */
function least(request: unknown): number {
  return Consistency.parse(request).ConsistentRead ? 1 : 0.5;
}

function written(units: number): Units {
  return { read: 0, write: units };
}

function documentOf(body: string | Buffer): Document {
  return JSON.parse(body.toString()) as Document;
}
