import {
  type $Command,
  DynamoDBClient,
  type DynamoDBClientResolvedConfig,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import type { CallRecord } from '../../../local/aws/endpoint.ts';
import { allow, assemblyOf, definitions, role, TABLE_ARN, table } from '../aws/hand-made.ts';
import { type LocalAws, removeDataDir, startLocalAws } from '../aws/local-aws.ts';

export const TABLE = 'things';
export const KB = 1024;

/** An item of so many bytes, its key `PK` and `x`. */
export function sized(PK: string, bytes: number, more: Record<string, { S: string }> = {}) {
  const item = { PK: { S: PK }, SK: { S: 'x' }, ...more };
  const taken = Object.entries(item).reduce((sum, [name, { S }]) => sum + name.length + S.length, 'filler'.length);

  return { ...item, filler: { S: 'a'.repeat(bytes - taken) } };
}

export function keyOf(PK: string, SK = 'x') {
  return { PK: { S: PK }, SK: { S: SK } };
}

type Command<Input extends ServiceInputTypes, Output extends ServiceOutputTypes> = $Command<
  Input,
  Output,
  DynamoDBClientResolvedConfig,
  ServiceInputTypes,
  ServiceOutputTypes
>;

/** A local AWS for the tests of one file, with a table that has a sparse index, and one that stores a part of its items. */
export function meteredTable() {
  let local: LocalAws;
  let client: DynamoDBClient;
  const calls: CallRecord[] = [];

  beforeAll(async () => {
    const index = (name: string, key: string, Projection: object) => ({
      IndexName: name,
      KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
      Projection,
    });
    const things = table({
      AttributeDefinitions: definitions('PK', 'SK', 'openShard', 'owner'),
      GlobalSecondaryIndexes: [
        index('open', 'openShard', { ProjectionType: 'ALL' }),
        index('owned', 'owner', { ProjectionType: 'INCLUDE', NonKeyAttributes: ['title'] }),
      ],
    });
    local = await startLocalAws(assemblyOf(things, role('owner', allow('dynamodb:*', [TABLE_ARN, `${TABLE_ARN}/index/*`]))));
    local.aws.onCall((call) => calls.push(call));
    client = new DynamoDBClient(local.as('owner'));
  });

  afterAll(async () => {
    await local.stop();
    removeDataDir(local.dataDir);
  });

  function send<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
    command: Command<Input, Output>,
  ): Promise<Output> {
    return client.send(command);
  }

  return {
    send,
    /** What AWS would charge for a call, whatever comes of it; undefined = nothing. */
    charged: async <Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(command: Command<Input, Output>) => {
      const before = calls.length;
      await send(command).catch(() => undefined);
      return calls[before]?.units;
    },
  };
}
