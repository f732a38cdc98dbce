import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT_KEY_POLICY, allow, assemblyOf, resource, role, TABLE_ARN, table } from './hand-made.ts';
import { type LocalAws, removeDataDir, startLocalAws } from './local-aws.ts';

const KEY_ARN = 'arn:aws:kms:ap-northeast-1:000000000000:key/table-key';
const USE_KEY = allow('kms:Decrypt', KEY_ARN, { StringEquals: { 'kms:ViaService': 'dynamodb.ap-northeast-1.amazonaws.com' } });

function leadingKeys(...prefixes: string[]): unknown {
  return {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': prefixes.map((prefix) => `${prefix}#*`) },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  };
}

const assembly = assemblyOf(
  table({ SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: KEY_ARN } }),
  resource('AWS::KMS::Key', 'table-key', KEY_ARN, { KeyPolicy: ACCOUNT_KEY_POLICY }),
  role('everything', allow('dynamodb:*', [TABLE_ARN, `${TABLE_ARN}/index/*`]), USE_KEY),
  role('without-key', allow('dynamodb:*', TABLE_ARN)),
  role(
    'groups-only',
    allow(['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'], TABLE_ARN, leadingKeys('GROUP', 'TENANT')),
    allow('dynamodb:PutItem', TABLE_ARN, leadingKeys('GROUP')),
    allow('dynamodb:ConditionCheckItem', TABLE_ARN, leadingKeys('TENANT')),
    USE_KEY,
  ),
  role('index-only', allow('dynamodb:Query', `${TABLE_ARN}/index/open`), USE_KEY),
  role('not-in-transactions', allow('dynamodb:*', TABLE_ARN, { Null: { 'dynamodb:EnclosingOperation': 'true' } }), USE_KEY),
  role('but-no-users', allow('dynamodb:*', TABLE_ARN), USE_KEY, {
    Effect: 'Deny',
    Action: 'dynamodb:*',
    Resource: TABLE_ARN,
    Condition: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': 'USER#*' } },
  }),
  role('odd', allow('dynamodb:GetItem', TABLE_ARN, { NumericLessThan: { 'dynamodb:LeadingKeys': '5' } }), USE_KEY),
);

let local: LocalAws;
const as = (roleName: string): DynamoDBClient => new DynamoDBClient(local.as(roleName));

beforeAll(async () => {
  local = await startLocalAws(assembly);
});

afterAll(async () => {
  await local.stop();
  removeDataDir(local.dataDir);
});

const key = (PK: string) => ({ PK: { S: PK }, SK: { S: 'x' } });
const put = (PK: string) => new PutItemCommand({ TableName: 'things', Item: key(PK) });
const get = (PK: string) => new GetItemCommand({ TableName: 'things', Key: key(PK) });
const batchGet = (...keys: string[]) => new BatchGetItemCommand({ RequestItems: { things: { Keys: keys.map(key) } } });
const query = (PK: string) =>
  new QueryCommand({
    TableName: 'things',
    KeyConditionExpression: 'SK >= :from AND #partition = :partition',
    ExpressionAttributeNames: { '#partition': 'PK' },
    ExpressionAttributeValues: { ':partition': { S: PK }, ':from': { S: 'a' } },
  });

describe('what a role is granted', () => {
  it('is carried out', async () => {
    await as('groups-only').send(put('GROUP#t1'));

    expect(await as('groups-only').send(get('GROUP#t1'))).toMatchObject({ Item: key('GROUP#t1') });
    expect(await as('groups-only').send(query('GROUP#t1'))).toMatchObject({ Count: 1 });
    expect(await as('groups-only').send(batchGet('GROUP#t1', 'TENANT#t1'))).toMatchObject({
      Responses: { things: [key('GROUP#t1')] },
    });
  });

  it('covers an index by its own ARN', async () => {
    const onIndex = new QueryCommand({
      TableName: 'things',
      IndexName: 'open',
      KeyConditionExpression: 'openShard = :shard',
      ExpressionAttributeValues: { ':shard': { S: '0' } },
    });

    expect(await as('index-only').send(onIndex)).toMatchObject({ Count: 0 });
    await expect(as('groups-only').send(onIndex)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(as('index-only').send(query('GROUP#t1'))).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
describe('leading keys', () => {
  it('refuse an item of another partition, in words that name role, action and resource', async () => {
    await expect(as('groups-only').send(put('USER#t1'))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message:
        'User: arn:aws:sts::000000000000:assumed-role/groups-only/local is not authorized to perform: dynamodb:PutItem on resource: ' +
        `${TABLE_ARN} because no identity-based policy allows the dynamodb:PutItem action`,
    });
    expect(await as('everything').send(get('USER#t1'))).not.toHaveProperty('Item');
  });

  it('refuse a batch with one foreign key whole', async () => {
    await expect(as('groups-only').send(batchGet('GROUP#t1', 'USER#t1'))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  it('refuse a query of another partition, and a scan, which has none', async () => {
    await expect(as('groups-only').send(query('USER#t1'))).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(as('groups-only').send(new ScanCommand({ TableName: 'things' }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  it('a Deny on one of the keys wins over an Allow on all', async () => {
    await as('but-no-users').send(batchGet('GROUP#t1'));

    await expect(as('but-no-users').send(batchGet('GROUP#t1', 'USER#t1'))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('with an explicit deny'),
    });
  });
});

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
describe('transactions', () => {
  const check = (PK: string) => ({
    ConditionCheck: { TableName: 'things', Key: key(PK), ConditionExpression: 'attribute_not_exists(PK)' },
  });
  const write = (...TransactItems: ConstructorParameters<typeof TransactWriteItemsCommand>[0]['TransactItems'] & object) =>
    new TransactWriteItemsCommand({ TransactItems });

  it('need the right of each part, and none of their own', async () => {
    await as('groups-only').send(write({ Put: { TableName: 'things', Item: key('GROUP#t2') } }, check('TENANT#t2')));

    expect(await as('groups-only').send(get('GROUP#t2'))).toHaveProperty('Item');
  });

  it('are refused whole when one part is not granted', async () => {
    const foreign = write({ Put: { TableName: 'things', Item: key('GROUP#t3') } }, check('GROUP#t1'));

    await expect(as('groups-only').send(foreign)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('dynamodb:ConditionCheckItem'),
    });
    expect(await as('groups-only').send(get('GROUP#t3'))).not.toHaveProperty('Item');
  });

  it('read with the right to GetItem', async () => {
    const read = (PK: string) => new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName: 'things', Key: key(PK) } }] });

    expect(await as('groups-only').send(read('GROUP#t1'))).toMatchObject({ Responses: [{ Item: key('GROUP#t1') }] });
    await expect(as('groups-only').send(read('USER#t1'))).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('are told from other calls by dynamodb:EnclosingOperation', async () => {
    await as('not-in-transactions').send(put('GROUP#t4'));

    await expect(
      as('not-in-transactions').send(write({ Put: { TableName: 'things', Item: key('GROUP#t4') } })),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
it('a table under a customer managed key cannot be used without the right to that key', async () => {
  await expect(as('without-key').send(get('GROUP#t1'))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('kms:Decrypt'),
  });
});

it('an unknown condition operator is an error that says so, never an allow', async () => {
  await expect(as('odd').send(get('1'))).rejects.toMatchObject({
    name: 'NotEmulatedByLocalRun',
    message: 'The local run does not emulate the policy condition operator NumericLessThan',
  });
  expect(local.reports).toContain('The local run does not emulate the policy condition operator NumericLessThan');
});

it('the administration of tables is not served', async () => {
  const create = new CreateTableCommand({
    TableName: 'mine',
    KeySchema: [{ AttributeName: 'PK', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'PK', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
  });

  await expect(as('everything').send(create)).rejects.toMatchObject({ name: 'UnknownOperationException' });
});

it('a table that the template does not have is not found', async () => {
  await expect(as('everything').send(new GetItemCommand({ TableName: 'others', Key: key('A') }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

it('BatchWriteItem is carried out under its own action', async () => {
  const batch = new BatchWriteItemCommand({ RequestItems: { things: [{ PutRequest: { Item: key('GROUP#b') } }] } });

  await expect(as('groups-only').send(batch)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  await as('everything').send(batch);

  expect(await as('everything').send(get('GROUP#b'))).toHaveProperty('Item');
});
