import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { TABLES_FILE } from '../../../local/aws/dynamodb/let-others-read.ts';
import { allow, assemblyOf, definitions, role, TABLE_ARN, table } from './hand-made.ts';
import { type LocalAws, newDataDir, removeDataDir, startLocalAws } from './local-aws.ts';

const assembly = assemblyOf(table(), role('owner', allow('dynamodb:*', [TABLE_ARN, `${TABLE_ARN}/index/*`])));
const Key = { PK: { S: 'a' }, SK: { S: 'x' } };

let dataDir: string;
const running: LocalAws[] = [];

beforeEach(() => {
  dataDir = newDataDir();
});

afterEach(async () => {
  for (const local of running.splice(0)) await local.stop();
  removeDataDir(dataDir);
});

async function start(over = assembly): Promise<{ local: LocalAws; client: DynamoDBClient }> {
  const local = await startLocalAws(over, { dataDir });
  running.push(local);

  return { local, client: new DynamoDBClient(local.as('owner')) };
}

async function stop(): Promise<void> {
  for (const local of running.splice(0)) await local.stop();
}

const pidFile = (): string => join(dataDir, 'dynamodb', 'dynamodb-local.pid');
const put = (client: DynamoDBClient, attributes = {}) =>
  client.send(new PutItemCommand({ TableName: 'things', Item: { ...Key, ...attributes } }));
const get = async (client: DynamoDBClient) => (await client.send(new GetItemCommand({ TableName: 'things', Key }))).Item;

it('items are kept over a stop and a start', async () => {
  const { client } = await start();
  await put(client);
  await stop();

  expect(existsSync(pidFile())).toBe(false);
  expect(await get((await start()).client)).toEqual(Key);
});

it('a DynamoDB Local that a killed run left behind is ended, and its items are there', async () => {
  const { client, local } = await start();
  await put(client);
  const orphan = Number(readFileSync(pidFile(), 'utf8'));
  // As after a kill of this process: nobody closes anything but the system, which frees the lock.
  local.state.close();
  running.splice(0);

  expect(await get((await start()).client)).toEqual(Key);
  expect(Number(readFileSync(pidFile(), 'utf8'))).not.toBe(orphan);
  expect(() => process.kill(orphan, 0)).toThrow('ESRCH');

  await local.aws.close();
  local.clock.close();
});

it('another process under the ID that was left behind is not touched', async () => {
  mkdirSync(join(dataDir, 'dynamodb'));
  writeFileSync(pidFile(), String(process.pid));

  expect(await get((await start()).client)).toBeUndefined();
});

it('data that are no database are refused in one line that names the folder and the way out', async () => {
  mkdirSync(join(dataDir, 'dynamodb'));
  writeFileSync(join(dataDir, 'dynamodb', TABLES_FILE), 'garbage'.repeat(10_000));

  await expect(startLocalAws(assembly, { dataDir })).rejects.toMatchObject({
    name: 'Refusal',
    message: expect.stringMatching(/^The tables in .*dynamodb are damaged: start over with "npm start -- --fresh"\.$/),
  });
});

it('an index that the template has gained is added to the kept table', async () => {
  const without = table({ GlobalSecondaryIndexes: [], AttributeDefinitions: definitions('PK', 'SK') });
  const { client } = await start(assemblyOf(without, role('owner', allow('dynamodb:*', '*'))));
  await put(client, { openShard: { S: '0' } });
  await stop();

  const answer = await (await start()).client.send(
    new QueryCommand({
      TableName: 'things',
      IndexName: 'open',
      KeyConditionExpression: 'openShard = :shard',
      ExpressionAttributeValues: { ':shard': { S: '0' } },
    }),
  );
  expect(answer.Count).toBe(1);
});

it('a kept table with other keys than the template is refused', async () => {
  await start();
  await stop();

  const otherKeys = table({ KeySchema: [{ AttributeName: 'PK', KeyType: 'HASH' }] });
  await expect(startLocalAws(assemblyOf(otherKeys), { dataDir })).rejects.toMatchObject({ name: 'Refusal' });
});

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
it('items past their time to live are deleted when the local time moves on, and no others', async () => {
  const { client, local } = await start();
  const inDays = (days: number) => ({ expiresAt: { N: String(Math.floor(local.clock.now().getTime() / 1000) + days * 86_400) } });
  await put(client, inDays(2));

  await local.clock.advance(86_400_000);
  expect(await get(client)).toBeDefined();

  await local.clock.advance(2 * 86_400_000);
  expect(await get(client)).toBeUndefined();
});

it('the end of DynamoDB Local is told, and requests get an error instead of no answer', async () => {
  const { client, local } = await start();
  process.kill(Number(readFileSync(pidFile(), 'utf8')), 'SIGKILL');

  await expect.poll(() => local.reports.join()).toContain('DynamoDB Local has ended by itself');
  await expect(get(client)).rejects.toMatchObject({ name: 'InternalServerError' });
});

it('whoever looks into the file of the tables stops nobody from writing', async () => {
  const { client } = await start();
  const reader = new DatabaseSync(join(dataDir, 'dynamodb', TABLES_FILE), { readOnly: true });
  const names = reader.prepare('SELECT name FROM sqlite_master').iterate();
  names.next();

  await put(client);
  reader.close();

  expect(await get(client)).toEqual(Key);
});
