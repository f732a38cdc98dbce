import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GenerateMacCommand } from '@aws-sdk/client-kms';
import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import { describe, expect, it } from 'vitest';
import { faultyAws, KEY, keyOf, SENDER, TABLE } from './sdk-clients.ts';

const aws = faultyAws();

const put = (PK: string) => new PutItemCommand({ TableName: TABLE, Item: keyOf(PK) });
const transaction = (...keys: string[]) =>
  new TransactWriteItemsCommand({ TransactItems: keys.map((PK) => ({ Put: { TableName: TABLE, Item: keyOf(PK) } })) });
const mac = new GenerateMacCommand({ KeyId: KEY, MacAlgorithm: 'HMAC_SHA_256', Message: Buffer.from('m') });
const event = new PutEventsCommand({ Entries: [{ Source: 'test', DetailType: 'done', Detail: '{}' }] });
const mail = new SendEmailCommand({
  FromEmailAddress: SENDER,
  Destination: { ToAddresses: ['someone@example.co.jp'] },
  Content: { Simple: { Subject: { Data: 's' }, Body: { Text: { Data: 't' } } } },
});

/** How the SDK shows a refusal. */
const refusal = (name: string, httpStatusCode: number, more = {}) => ({ name, $metadata: { httpStatusCode }, ...more });

describe('throttle', () => {
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
  it('is ThrottlingException of an on-demand table, and nothing is written', async () => {
    aws.arm('dynamodb', 'PutItem', 'throttle');

    await expect(aws.dynamodb().send(put('throttled'))).rejects.toMatchObject(refusal('ThrottlingException', 400));
    expect(await aws.isStored('throttled')).toBe(false);
  });

  // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html#API_TransactWriteItems_Errors
  it('cancels a transaction, with the reason at one of its parts', async () => {
    aws.arm('dynamodb', 'TransactWriteItems', 'throttle');

    await expect(aws.dynamodb().send(transaction('a', 'b'))).rejects.toMatchObject(
      refusal('TransactionCanceledException', 400, { CancellationReasons: [{ Code: 'ThrottlingError' }, { Code: 'None' }] }),
    );
    expect(await aws.isStored('a')).toBe(false);
  });

  it('is ThrottlingException of KMS and EventBridge', async () => {
    aws.arm('kms', 'GenerateMac', 'throttle');
    aws.arm('events', 'PutEvents', 'throttle');

    await expect(aws.kms().send(mac)).rejects.toMatchObject(refusal('ThrottlingException', 400));
    await expect(aws.events().send(event)).rejects.toMatchObject(refusal('ThrottlingException', 400));
    expect(aws.published()).toEqual([]);
  });

  // https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html#API_SendEmail_Errors
  it('is TooManyRequestsException of SES', async () => {
    aws.arm('ses', 'SendEmail', 'throttle');

    await expect(aws.ses().send(mail)).rejects.toMatchObject(refusal('TooManyRequestsException', 429));
    expect(aws.mails()).toEqual([]);
  });

  it('is retried by the SDK', async () => {
    aws.arm('dynamodb', 'PutItem', 'throttle', 2);

    expect(await aws.dynamodb({ maxAttempts: 3 }).send(put('retried'))).toMatchObject({ $metadata: { attempts: 3 } });
    expect(aws.armed()).toEqual([]);
  });
});

describe('error', () => {
  it.each([
    ['dynamodb', 'PutItem', 'InternalServerError', () => aws.dynamodb().send(put('error'))],
    ['kms', 'GenerateMac', 'KMSInternalException', () => aws.kms().send(mac)],
    ['events', 'PutEvents', 'InternalException', () => aws.events().send(event)],
    ['ses', 'SendEmail', 'InternalFailure', () => aws.ses().send(mail)],
  ])('of %s:%s is %s with status 500', async (service, action, name, send) => {
    aws.arm(service, action, 'error');

    await expect(send()).rejects.toMatchObject(refusal(name, 500));
  });

  it('is retried by the SDK', async () => {
    aws.arm('dynamodb', 'PutItem', 'error');

    expect(await aws.dynamodb({ maxAttempts: 2 }).send(put('again'))).toMatchObject({ $metadata: { attempts: 2 } });
  });
});

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
describe('conflict', () => {
  it('cancels a transaction with TransactionConflict, which the SDK does not retry', async () => {
    aws.arm('dynamodb', 'TransactWriteItems', 'conflict');

    await expect(aws.dynamodb({ maxAttempts: 3 }).send(transaction('c', 'd'))).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' }, { Code: 'None' }],
    });
    expect(await aws.isStored('c')).toBe(false);
  });

  it('cancels a read transaction', async () => {
    aws.arm('dynamodb', 'TransactGetItems', 'conflict');
    const read = new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName: TABLE, Key: keyOf('c') } }] });

    await expect(aws.dynamodb().send(read)).rejects.toMatchObject({ CancellationReasons: [{ Code: 'TransactionConflict' }] });
  });

  it.each([
    ['PutItem', () => aws.dynamodb().send(put('e'))],
    ['UpdateItem', () => aws.dynamodb().send(new UpdateItemCommand({ TableName: TABLE, Key: keyOf('e') }))],
    ['DeleteItem', () => aws.dynamodb().send(new DeleteItemCommand({ TableName: TABLE, Key: keyOf('e') }))],
  ])('of %s is TransactionConflictException', async (action, send) => {
    aws.arm('dynamodb', action, 'conflict');

    await expect(send()).rejects.toMatchObject(refusal('TransactionConflictException', 400));
    expect(await aws.isStored('e')).toBe(false);
  });
});

it('what the role may not do is refused for that, and no fault is used up', async () => {
  aws.arm('dynamodb', 'GetItem', 'error');
  const get = new GetItemCommand({ TableName: 'no-such-table', Key: keyOf('a') });

  await expect(aws.dynamodb().send(get)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  expect(aws.armed()).toHaveLength(1);
});
