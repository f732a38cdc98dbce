import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DeadLetter, NotTaken } from '../../../local/edges/dead-letters.ts';
import type { HttpRequest } from '../../../local/gateway/http.ts';
import { deadLetterRoutes } from '../../../local/routes/dead-letters.ts';
import { localRoutes } from '../../../local/routes/local-routes.ts';
import type { Assembly, Resource } from '../../../local/template/assembly.ts';
import { type LocalAws, removeDataDir, startLocalAws } from '../aws/local-aws.ts';
import {
  cloudOf,
  invokeConfig,
  lambda,
  mapping,
  permission,
  queue,
  queueArn,
  rule,
  schedule,
  scheduler,
  worker,
} from './hand-made-edges.ts';
import { fail, type LocalEdges, type Play, runEdges, succeed } from './local-edges.ts';

const functions = [lambda('mailer'), lambda('publisher'), lambda('job')];
const queues = [queue('rule-failures'), queue('function-failures'), queue('failures')];
const cloudWith = (...resources: Resource[]): Assembly => cloudOf(...functions, ...queues, ...resources);
const failuresToQueue = { DestinationConfig: { OnFailure: { Destination: queueArn('failures') } } };

const DAY = 86_400_000;
let local: LocalAws;
let edges: LocalEdges;

beforeAll(async () => {
  local = await startLocalAws(cloudWith(mapping(), scheduler));
});

afterEach(() => {
  edges.close();
  local.state.log('dead-letters').clear();
});

afterAll(async () => {
  await local.stop();
  removeDataDir(local.dataDir);
});

async function start(play: Play, ...resources: Resource[]): Promise<void> {
  edges = await runEdges(local, cloudWith(...resources), play);
}

/** Starts again, with functions that do not fail any more. */
async function restart(...resources: Resource[]): Promise<void> {
  edges.close();
  await start(succeed, ...resources);
}

async function putEvent(id: string): Promise<void> {
  const entry = {
    EventBusName: 'main',
    Source: 'product.internal',
    DetailType: 'mail-requested',
    Detail: JSON.stringify({ id }),
  };
  await new EventBridgeClient(local.as('worker')).send(new PutEventsCommand({ Entries: [entry] }));
}

async function putItems(...keys: string[]): Promise<void> {
  const client = new DynamoDBClient(local.as('worker'));
  for (const PK of keys) await client.send(new PutItemCommand({ TableName: 'things', Item: { PK: { S: PK }, SK: { S: 'x' } } }));
}

const letters = () => local.state.log<DeadLetter>('dead-letters').newestFirst();
const onlyLetter = (): string => {
  expect(letters()).toHaveLength(1);
  return letters()[0]?.id ?? '';
};
const events = () => edges.invoked.map(({ event }) => event);
const keys = () =>
  (events() as { Records: { dynamodb: { Keys: { PK: { S: string } } } }[] }[]).map(({ Records }) =>
    Records.map(({ dynamodb }) => dynamodb.Keys.PK.S),
  );

describe('a dead letter that is replayed', () => {
  it('of an asynchronous invocation reaches its function as the event it was, and is gone', async () => {
    await start(fail, rule(), permission, invokeConfig({ MaximumRetryAttempts: 0 }));
    await putEvent('mail-1');
    await edges.idle();
    const [failed] = events();
    await restart(rule(), permission, invokeConfig());

    expect(edges.replay.one(onlyLetter())).toBe(true);
    await edges.idle();

    expect(events()).toEqual([failed]);
    expect(letters()).toEqual([]);
  });

  it('and fails again is a letter again, after its retries', async () => {
    await start(fail, rule(), permission, invokeConfig({ MaximumRetryAttempts: 1 }));
    await putEvent('mail-1');
    await local.clock.advance(DAY);
    const id = onlyLetter();

    edges.replay.one(id);
    expect(letters()).toEqual([]);
    await local.clock.advance(DAY);

    expect(edges.invoked).toHaveLength(4);
    expect(onlyLetter()).not.toBe(id);
  });

  it('of a rule reaches its target once the function permits it, and stays until then', async () => {
    await start(succeed, rule());
    await putEvent('mail-1');
    await edges.idle();

    expect(() => edges.replay.one(onlyLetter())).toThrow(NotTaken);
    await restart(rule(), permission);
    expect(edges.replay.one(onlyLetter())).toBe(true);
    await edges.idle();

    expect(events()).toMatchObject([{ detail: { id: 'mail-1' } }]);
    expect(letters()).toEqual([]);
  });

  it('of a schedule reaches its target once the role may invoke it, and stays until then', async () => {
    const target = { Input: '{"shard":3}', DeadLetterConfig: { Arn: queueArn('failures') } };
    const allowed = schedule('rate(1 day)', {}, target);
    const Target = { ...(allowed.properties['Target'] as object), RoleArn: worker.arn };
    await start(succeed, { ...allowed, properties: { ...allowed.properties, Target } });
    await local.clock.advance(DAY + 1000);

    expect(() => edges.replay.one(onlyLetter())).toThrow(NotTaken);
    await restart(allowed);
    edges.replay.one(onlyLetter());
    await edges.idle();

    expect(events()).toEqual([{ shard: 3 }]);
  });

  it('of a stream delivers the very records again, those that had gone by as well', async () => {
    await start(fail, mapping({ ...failuresToQueue, MaximumRetryAttempts: 0 }));
    await putItems('OUTBOX#1');
    await edges.idle();
    const [failed] = events();
    await restart(mapping(failuresToQueue));
    await putItems('OUTBOX#2');
    await edges.idle();

    edges.replay.one(onlyLetter());
    await edges.idle();

    expect(keys()).toEqual([['OUTBOX#2'], ['OUTBOX#1']]);
    expect(events()[1]).toEqual(failed);
    expect(letters()).toEqual([]);
  });

  it('of a stream goes on by the rules of its mapping: retries, and a letter of what fails for good', async () => {
    await start(fail, mapping({ ...failuresToQueue, MaximumRetryAttempts: 1 }));
    await putItems('OUTBOX#3');
    await local.clock.advance(DAY);

    edges.replay.one(onlyLetter());
    await local.clock.advance(DAY);

    expect(keys()).toEqual([['OUTBOX#3'], ['OUTBOX#3'], ['OUTBOX#3'], ['OUTBOX#3']]);
    expect(letters()).toMatchObject([{ body: { DDBStreamBatchInfo: { batchSize: 1 } } }]);
  });

  it('is not lost when everything is killed before it was delivered', async () => {
    await start(fail, mapping({ ...failuresToQueue, MaximumRetryAttempts: 0 }));
    await putItems('OUTBOX#4');
    await edges.idle();
    edges.replay.one(onlyLetter());

    await restart(mapping(failuresToQueue));
    await edges.idle();

    expect(keys()).toEqual([['OUTBOX#4']]);
    expect(letters()).toEqual([]);
  });
});

describe('/_local/dead-letters', () => {
  async function call(method: string, path: string) {
    const routes = localRoutes(local.state, local.clock, deadLetterRoutes(local.state, edges.replay));
    const reply = await routes({ method, path: `/_local/dead-letters${path}`, query: '', body: Buffer.from('') } as HttpRequest);

    return reply && { status: reply.status, body: JSON.parse(reply.body.toString()) };
  }

  it('shows what was given up on, the newest first', async () => {
    await start(succeed, rule());
    await putEvent('mail-1');
    await putEvent('mail-2');
    await edges.idle();

    expect(await call('GET', '')).toMatchObject({
      status: 200,
      body: { deadLetters: [{ body: { detail: { id: 'mail-2' } } }, { body: { detail: { id: 'mail-1' } } }] },
    });
  });

  it('replays one letter, or all, the oldest first; what is not there or not possible is a problem', async () => {
    await start(fail, rule(), permission, invokeConfig({ MaximumRetryAttempts: 0 }));
    for (const id of ['mail-1', 'mail-2', 'mail-3']) await putEvent(id);
    await edges.idle();
    await restart(rule(), permission);
    const [third, second, first] = letters().map(({ id }) => id);

    expect(await call('POST', `/${second}/replay`)).toEqual({ status: 200, body: { replayed: [second] } });
    expect(await call('POST', `/${second}/replay`)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await call('POST', '/replay')).toEqual({ status: 200, body: { replayed: [first, third], refused: [] } });
    await edges.idle();

    expect(edges.invoked).toHaveLength(3);
    expect(await call('GET', '')).toEqual({ status: 200, body: { deadLetters: [] } });
  });

  it('says which letters cannot be delivered as things are, and keeps them', async () => {
    await start(succeed, rule());
    await putEvent('mail-1');
    await edges.idle();
    const id = onlyLetter();
    const reason = expect.stringContaining('NO_PERMISSIONS');

    expect(await call('POST', `/${id}/replay`)).toMatchObject({ status: 409, body: { detail: reason } });
    expect(await call('POST', '/replay')).toEqual({ status: 200, body: { replayed: [], refused: [{ id, reason }] } });
    expect(onlyLetter()).toBe(id);
  });
});

// Lambda and EventBridge deliver at least once. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html
describe('on demand, a delivery happens twice', () => {
  it.each([
    ['of an event to a target', 'event', 2],
    ['of an asynchronous invocation, under one request ID', 'invocation', 1],
  ] as const)('%s', async (_, delivery, requestIds) => {
    await start(succeed, rule(), permission);
    edges.duplicates.arm({ delivery, fault: 'duplicate', count: 1, operation: 'mailer' });
    await putEvent('mail-1');
    await putEvent('mail-2');
    await edges.idle();

    const delivered = (events() as { detail: { id: string } }[]).map(({ detail }) => detail.id);
    expect(delivered.toSorted()).toEqual(['mail-1', 'mail-1', 'mail-2']);
    expect(
      new Set(edges.invoked.filter((_, index) => delivered[index] === 'mail-1').map(({ requestId }) => requestId)).size,
    ).toBe(requestIds);
  });

  it('of a batch of a stream', async () => {
    await start(succeed, mapping());
    edges.duplicates.arm({ delivery: 'stream', fault: 'duplicate', count: 1 });
    await putItems('OUTBOX#5');
    await edges.idle();
    await putItems('OUTBOX#6');
    await edges.idle();

    expect(keys()).toEqual([['OUTBOX#5'], ['OUTBOX#5'], ['OUTBOX#6']]);
  });

  it('only to the listener that was named', async () => {
    await start(succeed, mapping());
    edges.duplicates.arm({ delivery: 'stream', fault: 'duplicate', count: 1, operation: 'mailer' });
    await putItems('OUTBOX#7');
    await edges.idle();

    expect(keys()).toEqual([['OUTBOX#7']]);
    expect(edges.duplicates.armed()).toHaveLength(1);
  });
});
