import { setTimeout as delay } from 'node:timers/promises';
import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  type GlobalSecondaryIndexDescription,
  type KeySchemaElement,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { Refusal } from '../../refusal.ts';
import type { Table } from './tables.ts';

/**
 * Makes DynamoDB Local's tables those of the template: creates missing tables and missing global indexes.
 *
 * @throws Refusal when a table from an earlier run differs in a way that DynamoDB cannot change in place
 */
export async function createTables(client: DynamoDBClient, tables: readonly Table[]): Promise<void> {
  for (const table of tables) {
    const existing = await describe(client, table.name);

    if (existing) await addIndexes(client, table, existing);
    else await createTable(client, table);
  }
}

async function describe(client: DynamoDBClient, name: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function createTable(client: DynamoDBClient, table: Table): Promise<void> {
  const { name, KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, LocalSecondaryIndexes, StreamSpecification } = table;

  await client.send(
    new CreateTableCommand({
      TableName: name,
      KeySchema,
      AttributeDefinitions,
      BillingMode: 'PAY_PER_REQUEST',
      ...(GlobalSecondaryIndexes.length > 0 && { GlobalSecondaryIndexes }),
      ...(LocalSecondaryIndexes.length > 0 && { LocalSecondaryIndexes }),
      ...(StreamSpecification && { StreamSpecification: { ...StreamSpecification, StreamEnabled: true } }),
    }),
  );
}

async function addIndexes(client: DynamoDBClient, table: Table, existing: TableDescription): Promise<void> {
  if (!canBecome(table, existing)) {
    throw new Refusal(
      `The kept table ${table.name} has other keys, indexes or another stream than the template: start over with "npm start -- --fresh".`,
    );
  }

  const known = new Set((existing.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName));

  for (const index of table.GlobalSecondaryIndexes.filter(({ IndexName }) => !known.has(IndexName))) {
    await client.send(
      new UpdateTableCommand({
        TableName: table.name,
        AttributeDefinitions: table.AttributeDefinitions,
        GlobalSecondaryIndexUpdates: [{ Create: index }],
      }),
    );
    await untilIndexed(client, table.name);
  }
}

/** A new index is filled in the background; until then it cannot be queried, nor another be made. */
async function untilIndexed(client: DynamoDBClient, tableName: string): Promise<void> {
  for (;;) {
    const indexes = (await describe(client, tableName))?.GlobalSecondaryIndexes ?? [];
    if (indexes.every(({ IndexStatus }) => IndexStatus === 'ACTIVE')) return;

    await delay(50);
  }
}

/** Only new global indexes can be had by an update. */
function canBecome(table: Table, existing: TableDescription): boolean {
  const wanted = table.GlobalSecondaryIndexes.map(indexShape);
  const kept = (existing.GlobalSecondaryIndexes ?? []).map(indexShape);

  return (
    keyShape(table.KeySchema) === keyShape(existing.KeySchema) &&
    table.StreamSpecification?.StreamViewType === existing.StreamSpecification?.StreamViewType &&
    table.LocalSecondaryIndexes.map(indexShape).sort().join() ===
      (existing.LocalSecondaryIndexes ?? []).map(indexShape).sort().join() &&
    kept.every((index) => wanted.includes(index))
  );
}

function indexShape({ IndexName, KeySchema, Projection }: GlobalSecondaryIndexDescription): string {
  return JSON.stringify([
    IndexName,
    keyShape(KeySchema),
    Projection?.ProjectionType,
    [...(Projection?.NonKeyAttributes ?? [])].sort(),
  ]);
}

function keyShape(schema: readonly KeySchemaElement[] | undefined): string {
  return JSON.stringify((schema ?? []).map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`).sort());
}
