import * as z from 'zod';
import type { AwsRequest } from '../../protocol.ts';
import type { PassThrough } from '../pass-through.ts';
import type { Touched } from '../requests.ts';
import { type Attributes, itemIdentity } from '../tables.ts';

/** Items as they are at one moment. */
export type Images = { of(touched: Pick<Touched, 'table' | 'key'>): Attributes | undefined };

type Keys = Record<string, { Keys: Attributes[]; ConsistentRead: true }>;

const Answer = z.object({
  Responses: z.record(z.string(), z.array(z.custom<Attributes>())),
  UnprocessedKeys: z.custom<Keys>().default({}),
});

/**
 * Reads whole items beside what a caller asked for; nobody is charged for it. Keys that DynamoDB refuses have no images:
 * the caller's own request is refused for them as well.
 */
export async function readImages(touched: readonly Touched[], send: PassThrough['send']): Promise<Images> {
  const tables = new Map(touched.map(({ table }) => [table.name, table]));
  const found = new Map<string, Attributes>();

  for (let wanted = keysOf(touched); Object.keys(wanted).length > 0; ) {
    const reply = await send(batchGet(wanted));
    if (reply.status !== 200) break;

    const { Responses, UnprocessedKeys } = Answer.parse(JSON.parse(reply.body.toString()));
    for (const [name, table] of tables) {
      for (const item of Responses[name] ?? []) found.set(itemIdentity(table, item), item);
    }
    wanted = UnprocessedKeys;
  }

  return { of: ({ table, key }) => found.get(itemIdentity(table, key)) };
}

function keysOf(touched: readonly Touched[]): Keys {
  const byTable = Map.groupBy(touched, ({ table }) => table.name);

  return Object.fromEntries(
    [...byTable].map(([name, items]) => [name, { Keys: items.map(({ key }) => key), ConsistentRead: true }]),
  );
}

function batchGet(RequestItems: Keys): AwsRequest {
  return {
    method: 'POST',
    url: '/',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'DynamoDB_20120810.BatchGetItem' },
    body: Buffer.from(JSON.stringify({ RequestItems })),
  };
}
