import { join } from 'node:path';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { LocalClock } from '../../clock.ts';
import type { Assembly } from '../../template/assembly.ts';
import { startRecurring } from '../recurring.ts';
import type { Service } from '../service.ts';
import { createConflicts } from './conflicts.ts';
import { createTables } from './create-tables.ts';
import { dynamoDbService } from './dynamodb-service.ts';
import { startDynamoDbLocal } from './local-process.ts';
import { passThroughTo } from './pass-through.ts';
import { type Table, tablesOf } from './tables.ts';
import { deleteExpired } from './time-to-live.ts';

/** The streams of the template's tables, for those that read them on behalf of functions. */
export type TableStreams = {
  readonly client: DynamoDBStreamsClient;
  /** DynamoDB Local's own ARN of a table's stream. */
  localStreamArn(tableName: string): Promise<string>;
  /** Calls back after every write to the table, before its caller is answered; answers how to stop that. */
  onWrite(tableName: string, listener: () => void): () => void;
};

export type DynamoDb = { readonly service: Service; readonly streams: TableStreams; close(): Promise<void> };

const HOUR_MS = 3_600_000;

/** Starts DynamoDB Local with the tables of the template, and what AWS has beyond it: conflicts, time to live by the local clock. */
export async function startDynamoDb({
  assembly,
  clock,
  dataDir,
  transactionHoldMs,
  report,
}: {
  assembly: Assembly;
  clock: LocalClock;
  dataDir: string;
  transactionHoldMs: number;
  report: (line: string) => void;
}): Promise<DynamoDb> {
  const tables = tablesOf(assembly);
  const local = await startDynamoDbLocal(join(dataDir, 'dynamodb'), report);
  const connection = {
    endpoint: local.endpoint,
    region: assembly.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const client = new DynamoDBClient(connection);
  const streamsClient = new DynamoDBStreamsClient(connection);
  await createTables(client, tables).catch(async (cause) => {
    await local.close();
    throw cause;
  });

  const listeners = new Set<{ readonly tableName: string; readonly listener: () => void }>();
  const written = (touched: readonly Table[]): void => {
    for (const { tableName, listener } of listeners) {
      if (touched.some(({ name }) => name === tableName)) listener();
    }
  };

  const sweep = startRecurring(clock, {
    firstDue: new Date(clock.now().getTime() + HOUR_MS),
    nextDue: (after) => new Date(after.getTime() + HOUR_MS),
    run: async () => written(await deleteExpired(client, tables, clock.now())),
    report: (failure) => report(`Expired items could not be deleted: ${failure}`),
  });
  const forget = clock.onArrival(sweep.catchUp);
  const passThrough = passThroughTo(local.endpoint, report);

  return {
    service: dynamoDbService({ tables, passThrough, conflicts: createConflicts(transactionHoldMs), written }),
    streams: {
      client: streamsClient,
      localStreamArn: async (tableName) => {
        const { Table: table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
        if (table?.LatestStreamArn === undefined) throw new Error(`The table ${tableName} has no stream`);
        return table.LatestStreamArn;
      },
      onWrite: (tableName, listener) => {
        const entry = { tableName, listener };
        listeners.add(entry);
        return () => listeners.delete(entry);
      },
    },
    close: async () => {
      forget();
      sweep.close();
      passThrough.close();
      client.destroy();
      streamsClient.destroy();
      await local.close();
    },
  };
}
