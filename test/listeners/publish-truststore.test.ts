import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { answerCloudFormation } from '../../functions/adapters/cloudformation/answer.ts';
import { type ObjectPublisher, objectPublisher } from '../../functions/adapters/s3/publish-object.ts';
import { publishTruststore } from '../../functions/listeners/publish-truststore.ts';
import { openState, type State } from '../../local/state.ts';
import { allow, assemblyOf, REGION, resource, role } from '../local/aws/hand-made.ts';
import { newDataDir, removeDataDir } from '../local/aws/local-aws.ts';
import { type LocalS3, serveS3 } from '../local/aws/s3-endpoint.ts';
import { type Holder, issue } from '../local/fixtures/certificates.ts';

const PLACE = { bucket: 'trust', key: 'truststore.pem' } as const;
const URI = 's3://trust/truststore.pem';
const ARN = 'arn:aws:s3:::trust';

/** The grants of the stack. */
const assembly = assemblyOf(
  resource('AWS::S3::Bucket', 'trust', ARN, { VersioningConfiguration: { Status: 'Enabled' } }),
  resource('AWS::S3::Bucket', 'latest', 'arn:aws:s3:::latest'),
  role(
    'publisher',
    allow(['s3:GetObject', 's3:PutObject'], [`${ARN}/truststore.pem`, 'arn:aws:s3:::latest/*']),
    allow('s3:ListBucket', [ARN, 'arn:aws:s3:::latest']),
  ),
);

let dataDir: string;
let state: State;
let s3: LocalS3;
let first: Holder;
let second: Holder;

/** CloudFormation's end of the response URL. */
let cloudFormation: Server;
let responseUrl: string;
let status = 200;
const answers: { headers: unknown; body: Record<string, unknown> }[] = [];

beforeAll(async () => {
  first = await issue({ name: 'ca-1', ca: true });
  second = await issue({ name: 'ca-2', ca: true });

  cloudFormation = createServer(async (request, response) => {
    answers.push({ headers: request.headers, body: JSON.parse(await text(request)) });
    response.writeHead(status).end();
  }).listen(0, '127.0.0.1');
  await once(cloudFormation, 'listening');
  const address = cloudFormation.address();
  responseUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/answer?signature=x`;
});

afterAll(() => {
  cloudFormation.close();
  cloudFormation.closeAllConnections();
});

beforeEach(async () => {
  dataDir = newDataDir();
  state = openState(dataDir);
  s3 = await serveS3(assembly, state);
  status = 200;
  answers.length = 0;

  const { accessKeyId, secretAccessKey, sessionToken } = s3.keysOf('publisher');
  vi.stubEnv('AWS_ENDPOINT_URL', s3.url);
  vi.stubEnv('AWS_REGION', REGION);
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey);
  vi.stubEnv('AWS_SESSION_TOKEN', sessionToken);
});

afterEach(() => {
  vi.unstubAllEnvs();
  s3.close();
  state.close();
  removeDataDir(dataDir);
});

type Request = { RequestType?: 'Create' | 'Update' | 'Delete'; Certificates?: unknown; Bucket?: string };

function eventOf({ RequestType = 'Create', Certificates = [first.certificate], Bucket = 'trust' }: Request) {
  return {
    RequestType,
    ...(RequestType !== 'Create' && { PhysicalResourceId: URI }),
    ResponseURL: responseUrl,
    StackId: 'stack',
    RequestId: 'request',
    LogicalResourceId: 'Truststore',
    ResourceType: 'Custom::Truststore',
    ServiceToken: 'arn',
    ResourceProperties: { ServiceToken: 'arn', Bucket, Key: PLACE.key, Certificates },
  } as CloudFormationCustomResourceEvent;
}

/** Lets the stack ask for a truststore; what CloudFormation is told. */
async function ask(request: Request, objects: ObjectPublisher = objectPublisher()): Promise<Record<string, unknown>> {
  await publishTruststore(eventOf(request), { objects, answer: answerCloudFormation });

  return answers.at(-1)?.body ?? {};
}

const stored = () => s3.objects.getObject(PLACE.bucket, PLACE.key);

describe('a truststore that is asked for', () => {
  it('is written with all certificates, and its address and version are answered', async () => {
    const answer = await ask({ Certificates: [first.certificate, second.certificate] });

    expect(stored()?.body.toString()).toBe(first.certificate + second.certificate);
    expect(answer).toEqual({
      Status: 'SUCCESS',
      PhysicalResourceId: URI,
      StackId: 'stack',
      RequestId: 'request',
      LogicalResourceId: 'Truststore',
      Data: { Uri: URI, Version: stored()?.versionId },
    });
  });

  it('is a further version when it changes, and the same one when the request comes again', async () => {
    const before = await ask({});
    const after = await ask({ RequestType: 'Update', Certificates: [first.certificate, second.certificate] });
    const again = await ask({ RequestType: 'Update', Certificates: [first.certificate, second.certificate] });

    expect(after['Data']).not.toEqual(before['Data']);
    expect(again['Data']).toEqual(after['Data']);
    expect(stored()?.versionId).toBe((after['Data'] as Record<string, unknown>)['Version']);
  });

  it('has one certificate after the other, however the PEMs end', async () => {
    await ask({ Certificates: [first.certificate.trimEnd(), `${second.certificate}\n\n`] });

    expect(stored()?.body.toString()).toBe(first.certificate + second.certificate);
  });

  it('stays when its resource is deleted: a host may still be pinned to it', async () => {
    await ask({});
    const answer = await ask({ RequestType: 'Delete' });

    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: URI });
    expect(stored()).toBeDefined();
  });
});

describe('whatever goes wrong is answered, so that no deployment hangs', () => {
  it.each([
    ['a certificate that cannot be read', () => ({ Certificates: ['nonsense'] }), /^Error: .*/],
    ['no certificate at all', () => ({ Certificates: [] }), /Certificates/],
    ['a bucket that is not there', () => ({ Bucket: 'nowhere' }), /^NoSuchBucket: /],
    ['a bucket without versions', () => ({ Bucket: 'latest' }), /s3:\/\/latest\/truststore.pem has no version/],
  ])('%s', async (_, request, reason) => {
    expect(await ask(request())).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringMatching(reason),
      PhysicalResourceId: 'Truststore-not-made',
    });
  });

  it('a certificate that is no CA is not trusted', async () => {
    const leaf = await issue({ name: 'leaf', issuer: first, ca: false });

    expect(await ask({ Certificates: [first.certificate, leaf.certificate] })).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringContaining('CN=leaf is no CA'),
    });
    expect(stored()).toBeUndefined();
  });

  it('a failed update keeps the name of what is there', async () => {
    expect(await ask({ RequestType: 'Update', Certificates: [] })).toMatchObject({ Status: 'FAILED', PhysicalResourceId: URI });
  });

  it('a reason longer than CloudFormation takes is cut', async () => {
    const publish = vi.fn().mockRejectedValue(new Error('x'.repeat(5000)));

    expect(String((await ask({}, { publish }))['Reason']).length).toBeLessThanOrEqual(1000);
  });
});

it('answers without a content type, which the presigned URL was not signed for', async () => {
  await ask({});

  expect(answers[0]?.headers).toMatchObject({ 'content-type': '' });
});

it('throws when CloudFormation did not take the answer, so that Lambda tries again', async () => {
  status = 403;

  await expect(ask({})).rejects.toThrow("CloudFormation's response URL answered 403");
});
