import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DeadLetter } from '../../../local/edges/dead-letters.ts';
import type { Assembly, Resource } from '../../../local/template/assembly.ts';
import { type LocalAws, removeDataDir, startLocalAws } from '../aws/local-aws.ts';
import { cloudOf, functionArn, invokeConfig, lambda, permission, queue, queueArn, rule } from './hand-made-edges.ts';
import { fail, type LocalEdges, type Play, runEdges, succeed } from './local-edges.ts';

const cloudWith = (...resources: Resource[]): Assembly =>
  cloudOf(lambda('mailer'), queue('rule-failures'), queue('function-failures'), ...resources);

let local: LocalAws;
let edges: LocalEdges;

beforeAll(async () => {
  local = await startLocalAws(cloudWith());
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

async function put(...details: string[]): Promise<void> {
  await new EventBridgeClient(local.as('worker')).send(
    new PutEventsCommand({
      Entries: details.map((id) => ({
        EventBusName: 'main',
        Source: 'product.internal',
        DetailType: id.startsWith('mail') ? 'mail-requested' : 'other',
        Detail: JSON.stringify({ id }),
      })),
    }),
  );
}

const delivered = () => edges.invoked.map(({ event }) => (event as { detail: { id: string } }).detail.id);
const deadLetters = () => local.state.log<DeadLetter>('dead-letters').newestFirst();
const minutes = (count: number): number => count * 60_000;

it('an event reaches the functions of the rules it matches, and no others, before idle', async () => {
  await start(succeed, rule(), permission);
  await put('mail-1', 'other-1');
  await edges.idle();

  expect(edges.invoked).toEqual([
    {
      functionName: 'mailer',
      requestId: expect.any(String),
      event: expect.objectContaining({
        version: '0',
        source: 'product.internal',
        'detail-type': 'mail-requested',
        detail: { id: 'mail-1' },
      }),
    },
  ]);
});

it('a disabled rule, and one on another bus, get nothing', async () => {
  await start(succeed, rule({ State: 'DISABLED' }), rule({ EventBusName: 'default' }), permission);
  await put('mail-1');
  await edges.idle();

  expect(delivered()).toEqual([]);
});

// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
describe('an event whose function fails', () => {
  it('is tried again after one and after two minutes under the same request ID, then accounted for in the destination', async () => {
    await start(fail, rule(), permission, invokeConfig());
    await put('mail-1');
    await edges.idle();
    expect(edges.invoked).toHaveLength(1);

    await local.clock.advance(minutes(1));
    expect(edges.invoked).toHaveLength(2);

    await local.clock.advance(minutes(1));
    expect(edges.invoked).toHaveLength(2);

    await local.clock.advance(minutes(1));
    expect(edges.invoked).toHaveLength(3);
    expect(new Set(edges.invoked.map(({ requestId }) => requestId)).size).toBe(1);

    // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
    expect(deadLetters()).toEqual([
      {
        id: expect.any(String),
        queue: 'function-failures',
        at: expect.any(String),
        reason: 'RetriesExhausted: Error: it broke',
        body: {
          version: '1.0',
          timestamp: expect.any(String),
          requestContext: {
            requestId: edges.invoked[0]?.requestId,
            functionArn: `${functionArn('mailer')}:$LATEST`,
            condition: 'RetriesExhausted',
            approximateInvokeCount: 3,
          },
          requestPayload: expect.objectContaining({ detail: { id: 'mail-1' } }),
          responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
          responsePayload: { errorType: 'Error', errorMessage: 'it broke' },
        },
      },
    ]);

    await local.clock.advance(minutes(60));
    expect(edges.invoked).toHaveLength(3);
  });

  it('and then succeeds leaves nothing behind', async () => {
    let calls = 0;
    await start((invoked) => (calls++ === 0 ? fail : succeed)(invoked), rule(), permission, invokeConfig());
    await put('mail-1');
    await local.clock.advance(minutes(10));

    expect(edges.invoked).toHaveLength(2);
    expect(deadLetters()).toEqual([]);
  });

  it('is given up at once where no retries are set', async () => {
    await start(fail, rule(), permission, invokeConfig({ MaximumRetryAttempts: 0 }));
    await put('mail-1');
    await edges.idle();

    expect(deadLetters()).toMatchObject([{ reason: 'RetriesExhausted: Error: it broke' }]);
  });

  it('is given up when it would be too old for its next attempt', async () => {
    await start(fail, rule(), permission, invokeConfig({ MaximumEventAgeInSeconds: 90 }));
    await put('mail-1');
    await local.clock.advance(minutes(5));

    expect(edges.invoked).toHaveLength(2);
    expect(deadLetters()).toMatchObject([{ reason: 'EventAgeExceeded: Error: it broke' }]);
  });

  it('is left as it was in a dead-letter queue of the function itself', async () => {
    edges = await runEdges(
      local,
      cloudOf(
        lambda('mailer', { DeadLetterConfig: { TargetArn: queueArn('own') } }),
        queue('own'),
        queue('rule-failures'),
        rule(),
        permission,
      ),
      fail,
    );
    await put('mail-1');
    await local.clock.advance(minutes(5));

    expect(deadLetters()).toMatchObject([{ queue: 'own', body: { detail: { id: 'mail-1' } } }]);
  });

  it('is lost where there is no destination, as in AWS; the rule’s own queue is for what it could not hand over', async () => {
    await start(fail, rule(), permission);
    await put('mail-1');
    await local.clock.advance(minutes(5));

    expect(deadLetters()).toEqual([]);
    expect(local.reports.at(-1)).toContain('is lost, as it would be in AWS');
  });
});

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
it('an event that the function does not permit the rule to hand over goes to the rule’s queue without retries', async () => {
  await start(succeed, rule());
  await put('mail-1');
  await local.clock.advance(minutes(5));

  expect(edges.invoked).toEqual([]);
  expect(deadLetters()).toMatchObject([{ queue: 'rule-failures', body: { detail: { id: 'mail-1' } } }]);
});

it('what was accepted and not delivered when everything was killed is delivered by the next start', async () => {
  const { promise: never } = Promise.withResolvers<never>();
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
  await start(
    () => {
      reach();
      return never;
    },
    rule(),
    permission,
  );
  await put('mail-1');
  await reached;
  edges.close();
  await local.stop();

  local = await startLocalAws(cloudWith(), { dataDir: local.dataDir });
  await start(succeed, rule(), permission);
  await edges.idle();
  expect(delivered()).toEqual(['mail-1']);

  edges.close();
  await start(succeed, rule(), permission);
  await edges.idle();
  expect(delivered()).toEqual([]);
});

it('a retry that waits over a restart is made at its time', async () => {
  await start(fail, rule(), permission);
  await put('mail-1');
  await edges.idle();
  edges.close();

  await start(succeed, rule(), permission);
  await edges.idle();
  expect(delivered()).toEqual([]);

  await local.clock.advance(minutes(1));
  expect(delivered()).toEqual(['mail-1']);
});
