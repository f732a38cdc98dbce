import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { vi } from 'vitest';
import { TABLE } from '../../functions/contracts/table.ts';
import { startDynamoDbLocal } from '../../local/aws/dynamodb/local-process.ts';
import { itemsOf, type StoredItem } from './stored.ts';

/** A place that tables are restored to: a DynamoDB of its own. */
export type RestoreTarget = {
  readonly endpoint: string;
  /** Makes a table with these items; the same name makes another. */
  restore(tableName: string, items: readonly StoredItem[]): Promise<void>;
  /** Gives a table a stream, as the live one has. */
  startStream(tableName: string): Promise<void>;
  /** What is in a table, by keys. */
  itemsIn(tableName: string): Promise<StoredItem[]>;
  close(): Promise<void>;
};

/** Lets the access patterns of the functions, and the command, reach it: they take that from their environment. */
export function useForAccess({ endpoint }: RestoreTarget): void {
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', endpoint);
  vi.stubEnv('AWS_REGION', 'ap-northeast-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
}

/** What the service holds of a tenant, but for what no restore keeps: sessions and kept replies. */
export function wholeItemsOf(tenantId: string): StoredItem[] {
  return itemsOf(tenantId).filter(({ PK }) => !PK.startsWith('SESSION#') && !PK.startsWith('IDEMPOTENCY#'));
}

const { partitionKey, sortKey, waitingIndex } = TABLE;

const keySchema = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
];

export async function restoreTarget(): Promise<RestoreTarget> {
  const folder = mkdtempSync(join(tmpdir(), 'business-id-restored-'));
  const { endpoint, close } = await startDynamoDbLocal(folder, console.error);
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint, region: 'ap-northeast-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }),
  );

  return {
    endpoint,
    restore: async (TableName, items) => {
      await client.send(
        new CreateTableCommand({
          TableName,
          BillingMode: 'PAY_PER_REQUEST',
          KeySchema: keySchema(partitionKey, sortKey),
          AttributeDefinitions: [partitionKey, sortKey, waitingIndex.partitionKey, waitingIndex.sortKey].map((AttributeName) => ({
            AttributeName,
            AttributeType: 'S',
          })),
          GlobalSecondaryIndexes: [
            {
              IndexName: waitingIndex.name,
              KeySchema: keySchema(waitingIndex.partitionKey, waitingIndex.sortKey),
              Projection: { ProjectionType: 'ALL' },
            },
          ],
        }),
      );
      for (const Item of items) await client.send(new PutCommand({ TableName, Item }));
    },
    startStream: async (TableName) => {
      const StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' as const };
      await client.send(new UpdateTableCommand({ TableName, StreamSpecification }));
    },
    itemsIn: async (TableName) => {
      const { Items = [] } = await client.send(new ScanCommand({ TableName, ConsistentRead: true }));

      return (Items as StoredItem[]).toSorted((a, b) => (`${a.PK} ${a.SK}` < `${b.PK} ${b.SK}` ? -1 : 1));
    },
    close: async () => {
      client.destroy();
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
