import { Sha256 } from '@aws-crypto/sha256-js';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallRecord } from '../../../local/aws/endpoint.ts';
import { allow, assemblyOf, REGION, role, TABLE_ARN, table } from './hand-made.ts';
import { type LocalAws, removeDataDir, startLocalAws } from './local-aws.ts';

let local: LocalAws;

beforeAll(async () => {
  local = await startLocalAws(assemblyOf(table(), role('reader', allow('dynamodb:GetItem', TABLE_ARN))));
});

afterAll(async () => {
  await local.stop();
  removeDataDir(local.dataDir);
});

const get = new GetItemCommand({ TableName: 'things', Key: { PK: { S: 'a' }, SK: { S: 'x' } } });

const BODY = '{"TableName":"things","Key":{"PK":{"S":"a"},"SK":{"S":"x"}}}';

/** A GetItem by hand, signed for a service. */
function signed(service: string, body: string) {
  const { credentials, endpoint } = local.as('reader');
  const { host, hostname } = new URL(endpoint);

  return new SignatureV4({ credentials, region: REGION, service, sha256: Sha256 }).sign({
    method: 'POST',
    protocol: 'http:',
    hostname,
    path: '/',
    headers: { host, 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'DynamoDB_20120810.GetItem' },
    body,
  });
}

async function post(headers: Record<string, string>, body: string): Promise<unknown> {
  return (await fetch(local.aws.endpointUrl, { method: 'POST', headers, body })).json();
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
describe('the signature', () => {
  it('by a wrong secret is refused', async () => {
    const { credentials, ...configuration } = local.as('reader');
    const forger = new DynamoDBClient({ ...configuration, credentials: { ...credentials, secretAccessKey: 'guessed' } });

    await expect(forger.send(get)).rejects.toMatchObject({ name: 'InvalidSignatureException' });
  });

  it('without the session token of temporary credentials is refused', async () => {
    const { accessKeyId, secretAccessKey } = local.as('reader').credentials;
    const forger = new DynamoDBClient({ ...local.as('reader'), credentials: { accessKeyId, secretAccessKey } });

    await expect(forger.send(get)).rejects.toMatchObject({ name: 'InvalidSignatureException' });
  });

  it('by keys that nobody handed out is refused', async () => {
    const stranger = new DynamoDBClient({
      ...local.as('reader'),
      credentials: { accessKeyId: 'ASIASTRANGER', secretAccessKey: 'x' },
    });

    await expect(stranger.send(get)).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  });

  it('of another body is refused', async () => {
    const { headers } = await signed('dynamodb', BODY);

    expect(await post(headers, BODY.replace('things', 'others'))).toMatchObject({ __type: 'InvalidSignatureException' });
    expect(await post(headers, BODY)).toEqual({});
  });

  it('is good at any time: a function may live at another time than this process', async () => {
    const traveller = new DynamoDBClient({ ...local.as('reader'), systemClockOffset: 400 * 86_400_000 });

    expect(await traveller.send(get)).not.toHaveProperty('Item');
  });

  it('is asked for', async () => {
    expect(await post({}, BODY)).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
  });
});

describe('what is not emulated', () => {
  it('is refused as an unknown operation, and the developer is told', async () => {
    await expect(new KMSClient(local.as('reader')).send(new DescribeKeyCommand({ KeyId: 'k' }))).rejects.toMatchObject({
      name: 'UnknownOperationException',
    });
    expect(local.reports).toContain('The local run does not emulate kms:DescribeKey');
  });

  it('is refused by service too', async () => {
    const { headers } = await signed('sqs', BODY);

    expect(await post(headers, BODY)).toMatchObject({ __type: 'UnknownOperationException' });
    expect(local.reports).toContain('The local run does not emulate the AWS service sqs');
  });
});

it('every answered call is told to observers, with its role', async () => {
  const calls: CallRecord[] = [];
  const forget = local.aws.onCall((call) => calls.push(call));
  await new DynamoDBClient(local.as('reader')).send(get);
  forget();
  await new DynamoDBClient(local.as('reader')).send(get);

  expect(calls).toEqual([
    {
      service: 'dynamodb',
      action: 'GetItem',
      roleArn: 'arn:aws:iam::000000000000:role/reader',
      run: undefined,
      startedAt: expect.any(Number),
      endedAt: expect.any(Number),
      status: 200,
      units: { read: 0.5, write: 0 },
    },
  ]);
});
