import { ConditionalCheckFailedException, DeleteItemCommand, type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { Table } from './tables.ts';

/**
 * Deletes the items whose time to live is over at `now`. AWS does so within days and promises no moment: functions must
 * tell expired items by themselves.
 *
 * @returns the tables that lost items
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
 */
export async function deleteExpired(client: DynamoDBClient, tables: readonly Table[], now: Date): Promise<Table[]> {
  const touched: Table[] = [];

  for (const table of tables) {
    const { TimeToLiveSpecification: ttl } = table;
    if (ttl?.Enabled && (await deleteExpiredOf(client, table, ttl.AttributeName, now)) > 0) touched.push(table);
  }

  return touched;
}

async function deleteExpiredOf(client: DynamoDBClient, table: Table, attribute: string, now: Date): Promise<number> {
  const keys = table.KeySchema.map(({ AttributeName }) => AttributeName);
  const isOver = {
    TableName: table.name,
    ExpressionAttributeNames: { '#ttl': attribute },
    ExpressionAttributeValues: { ':now': { N: String(Math.floor(now.getTime() / 1000)) } },
  };
  const pages = paginateScan({ client }, { ...isOver, FilterExpression: '#ttl < :now' });
  let deleted = 0;

  for await (const { Items = [] } of pages) {
    const deletions = Items.map((item) => {
      const Key = Object.fromEntries(Object.entries(item).filter(([name]) => keys.includes(name)));
      // Someone may have put its end off since the scan.
      return new DeleteItemCommand({ ...isOver, Key, ConditionExpression: '#ttl < :now' });
    });

    // The client has a limit of its own on how many it sends at once.
    await Promise.all(deletions.map((deletion) => client.send(deletion).catch(unlessPutOff)));
    deleted += deletions.length;
  }

  return deleted;
}

function unlessPutOff(error: unknown): void {
  if (!(error instanceof ConditionalCheckFailedException)) throw error;
}
