import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DeadLetter } from '../../../local/edges/dead-letters.ts';
import type { Assembly } from '../../../local/template/assembly.ts';
import { type LocalAws, removeDataDir, startLocalAws } from '../aws/local-aws.ts';
import { cloudOf, lambda, mapping, queue, queueArn, STREAM_ARN } from './hand-made-edges.ts';
import { fail, type Invoked, type LocalEdges, type Play, runEdges, succeed } from './local-edges.ts';

const cloudWith = (properties?: Record<string, unknown>): Assembly =>
  cloudOf(mapping(properties), lambda('publisher'), queue('failures'));

let local: LocalAws;
let edges: LocalEdges;

beforeAll(async () => {
  local = await startLocalAws(cloudWith());
});

// The items of one test are new to the table.
let generation = 0;
const key = (name: string | number): string => `OUTBOX#${generation}-${name}`;

beforeEach(() => {
  generation += 1;
});

afterEach(() => edges.close());

afterAll(async () => {
  await local.stop();
  removeDataDir(local.dataDir);
});

async function start(play: Play, properties?: Record<string, unknown>): Promise<void> {
  edges = await runEdges(local, cloudWith(properties), play);
}

async function put(...keys: string[]): Promise<void> {
  const client = new DynamoDBClient(local.as('worker'));
  for (const PK of keys) await client.send(new PutItemCommand({ TableName: 'things', Item: { PK: { S: PK }, SK: { S: 'x' } } }));
}

type Records = { Records: { eventName: string; dynamodb: { Keys: { PK: { S: string } }; SequenceNumber: string } }[] };
const recordsOf = ({ event }: Invoked) => (event as Records).Records;
const keysOf = (invoked: Invoked) => recordsOf(invoked).map(({ dynamodb }) => dynamodb.Keys.PK.S);
/** Which keys were delivered, invocation by invocation. */
const deliveries = () => edges.invoked.map(keysOf);
const failing =
  (...keys: string[]): Play =>
  (invoked) => ({
    ok: true,
    payload: {
      batchItemFailures: recordsOf(invoked)
        .filter(({ dynamodb }) => keys.includes(dynamodb.Keys.PK.S))
        .map(({ dynamodb }) => ({ itemIdentifier: dynamodb.SequenceNumber })),
    },
  });
const deadLetters = () => local.state.log<DeadLetter>('dead-letters').newestFirst();

// https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
it('a written item reaches the function as a record of the documented shape, before idle', async () => {
  await start(succeed);
  await put(key(1));
  await edges.idle();

  expect(edges.invoked).toEqual([
    {
      functionName: 'publisher',
      requestId: undefined,
      event: {
        Records: [
          {
            eventID: expect.any(String),
            eventName: 'INSERT',
            eventVersion: '1.1',
            eventSource: 'aws:dynamodb',
            awsRegion: 'ap-northeast-1',
            eventSourceARN: STREAM_ARN,
            dynamodb: {
              Keys: { PK: { S: key(1) }, SK: { S: 'x' } },
              NewImage: { PK: { S: key(1) }, SK: { S: 'x' } },
              SequenceNumber: expect.stringMatching(/^\d+$/),
              SizeBytes: expect.any(Number),
              StreamViewType: 'NEW_IMAGE',
              ApproximateCreationDateTime: expect.any(Number),
            },
          },
        ],
      },
    },
  ]);
});

// https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html
it('records that no filter matches are not delivered, the others in their order', async () => {
  await start(succeed);
  await put(key(1), `GROUP#${generation}`, key(1), key(2));
  await edges.idle();

  expect(deliveries().flat()).toEqual([key(1), key(2)]);
});

// https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
it('after a partial failure the batch is delivered again from the failed record on', async () => {
  const { promise: written, resolve: allWritten } = Promise.withResolvers<void>();
  let fails = true;
  await start(async (invoked) => {
    await written;
    if (!fails || !keysOf(invoked).includes(key(3))) return { ok: true, payload: null };

    fails = false;
    return failing(key(3))(invoked);
  });

  // While the function is busy with the first record, the others become one batch.
  await put(key(1));
  await expect.poll(deliveries).toHaveLength(1);
  await put(key(2), key(3), key(4));
  allWritten();
  await edges.idle();
  await local.clock.advance(1_000);

  expect(deliveries()).toEqual([[key(1)], [key(2), key(3), key(4)], [key(3), key(4)]]);
});

describe('a record that fails for good', () => {
  // https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
  it('is given up after its retries and described in the queue for failures; those behind it are delivered', async () => {
    await start(failing(key(1)), {
      BatchSize: 1,
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: queueArn('failures') } },
    });
    await put(key(1), key(2));
    await edges.idle();
    expect(deadLetters()).toEqual([]);
    await local.clock.advance(60_000);

    expect(deliveries()).toEqual([[key(1)], [key(1)], [key(1)], [key(2)]]);
    const sequenceNumber = edges.invoked[0] && recordsOf(edges.invoked[0])[0]?.dynamodb.SequenceNumber;
    expect(deadLetters()).toEqual([
      {
        id: expect.any(String),
        queue: 'failures',
        at: expect.any(String),
        reason: 'The function reported the item as failed',
        body: expect.objectContaining({
          requestContext: expect.objectContaining({ condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 }),
          DDBStreamBatchInfo: expect.objectContaining({
            startSequenceNumber: sequenceNumber,
            endSequenceNumber: sequenceNumber,
            batchSize: 1,
            streamArn: STREAM_ARN,
          }),
        }),
      },
    ]);
  });

  it('does not hold up idle while it waits for its next attempt', async () => {
    await start(fail);
    await put(key(1));
    await edges.idle();

    expect(deliveries()).toEqual([[key(1)]]);
  });
});

it('what was not delivered when everything was killed is delivered by the next start, and nothing twice', async () => {
  await start(succeed);
  await put(key(1));
  await edges.idle();
  edges.close();
  await put(key(2));
  await local.stop();

  local = await startLocalAws(cloudWith(), { dataDir: local.dataDir });
  await start(succeed);
  await edges.idle();

  expect(deliveries()).toEqual([[key(2)]]);
});

it('a thousand writes at once all arrive, each once and in its order', async () => {
  await start(succeed);
  const writers = Array.from({ length: 10 }, (_, writer) => Array.from({ length: 100 }, (_, n) => key(`${writer}-${n}`)));
  await Promise.all(writers.map((keys) => put(...keys)));
  await edges.idle();

  const delivered = deliveries().flat();
  expect(delivered).toHaveLength(1000);
  for (const [writer, keys] of writers.entries())
    expect(delivered.filter((one) => one.startsWith(key(`${writer}-`)))).toEqual(keys);
});
