import { PutItemCommand, TransactWriteItemsCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { faultyAws, keyOf, TABLE } from './sdk-clients.ts';

const aws = faultyAws();

const put = (PK: string) => new PutItemCommand({ TableName: TABLE, Item: keyOf(PK) });
const count = { UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': { N: '1' } } };
const impatient = { requestHandler: { requestTimeout: 200, throwOnRequestTimeout: true } };

describe('timeout', () => {
  it('is no answer until the client gives up, and nothing is done', async () => {
    aws.arm('dynamodb', 'PutItem', 'timeout');

    await expect(aws.dynamodb(impatient).send(put('late'))).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(await aws.isStored('late')).toBe(false);
  });

  it('is retried by the SDK', async () => {
    aws.arm('dynamodb', 'PutItem', 'timeout');
    const patient = { requestHandler: { requestTimeout: 3000, throwOnRequestTimeout: true }, maxAttempts: 2 };

    expect(await aws.dynamodb(patient).send(put('in time'))).toMatchObject({ $metadata: { attempts: 2 } });
    expect(await aws.isStored('in time')).toBe(true);
  });
});

describe('lost-response', () => {
  it('cuts the connection after the call took effect', async () => {
    aws.arm('dynamodb', 'PutItem', 'lost-response');

    await expect(aws.dynamodb().send(put('done'))).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await aws.isStored('done')).toBe(true);
  });

  it('lets the SDK repeat a write that has no token', async () => {
    aws.arm('dynamodb', 'UpdateItem', 'lost-response');
    const update = new UpdateItemCommand({ TableName: TABLE, Key: keyOf('twice'), ReturnValues: 'ALL_NEW', ...count });

    expect(await aws.dynamodb({ maxAttempts: 2 }).send(update)).toMatchObject({ Attributes: { n: { N: '2' } } });
  });

  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-apis-txwriteitems-idempotency
  it('lets the SDK repeat a transaction under its token: one effect', async () => {
    aws.arm('dynamodb', 'TransactWriteItems', 'lost-response');
    const Update = { TableName: TABLE, Key: keyOf('once'), ...count };
    const client = aws.dynamodb({ maxAttempts: 2 });

    expect(await client.send(new TransactWriteItemsCommand({ TransactItems: [{ Update }] }))).toMatchObject({
      $metadata: { attempts: 2 },
    });
    const update = new UpdateItemCommand({ TableName: TABLE, Key: keyOf('once'), ReturnValues: 'ALL_NEW', ...count });
    expect(await client.send(update)).toMatchObject({ Attributes: { n: { N: '2' } } });
  });

  it('loses a refusal as well', async () => {
    const refused = new PutItemCommand({ ...put('done').input, ConditionExpression: 'attribute_not_exists(PK)' });
    await aws.dynamodb().send(put('done'));
    aws.arm('dynamodb', 'PutItem', 'lost-response');

    await expect(aws.dynamodb().send(refused)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
});
