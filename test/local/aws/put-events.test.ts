import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TakenEvent } from '../../../local/aws/eventbridge/eventbridge-service.ts';
import { allow, assemblyOf, resource, role } from './hand-made.ts';
import { type LocalAws, removeDataDir, startLocalAws } from './local-aws.ts';

const busArn = (name: string): string => `arn:aws:events:ap-northeast-1:000000000000:event-bus/${name}`;
const assembly = assemblyOf(
  resource('AWS::Events::EventBus', 'main', busArn('main')),
  role('publisher', allow('events:PutEvents', ['main', 'unknown'].map(busArn))),
  role('one-source', allow('events:PutEvents', busArn('main'), { StringEquals: { 'events:source': 'product' } })),
);

let local: LocalAws;
const taken: TakenEvent[] = [];

beforeAll(async () => {
  local = await startLocalAws(assembly);
  local.aws.onEvents((events) => taken.push(...events));
});

afterAll(async () => {
  await local.stop();
  removeDataDir(local.dataDir);
});

const entry = (changes: Partial<PutEventsRequestEntry> = {}): PutEventsRequestEntry => ({
  Source: 'product',
  DetailType: 'thing-made',
  Detail: '{"id":"e-1"}',
  EventBusName: 'main',
  ...changes,
});
const put = (role: string, ...Entries: PutEventsRequestEntry[]) =>
  new EventBridgeClient(local.as(role)).send(new PutEventsCommand({ Entries }));

// https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
it('an accepted entry becomes an event of the documented structure, under the ID that was answered', async () => {
  const { Entries } = await put('publisher', entry({ EventBusName: busArn('main'), Time: new Date('2026-12-01T01:20:00.500Z') }));

  expect(taken.at(-1)).toEqual({
    bus: 'main',
    event: {
      version: '0',
      id: Entries?.[0]?.EventId,
      'detail-type': 'thing-made',
      source: 'product',
      account: '000000000000',
      time: '2026-12-01T01:20:00Z',
      region: 'ap-northeast-1',
      resources: [],
      detail: { id: 'e-1' },
    },
  });
  expect(local.state.log('events').newestFirst()).toEqual([{ id: 'e-1' }]);
});

// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
it('a bad entry fails by itself: the others of the request are accepted', async () => {
  const { FailedEntryCount, Entries } = await put(
    'publisher',
    entry({ Detail: 'no JSON' }),
    entry(),
    entry({ Detail: '[]' }),
    entry({ Source: 'aws.s3' }),
  );

  expect(FailedEntryCount).toBe(3);
  expect(Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
    'MalformedDetail',
    undefined,
    'MalformedDetail',
    'NotAuthorizedForSourceException',
  ]);
});

// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
it('more than 10 entries, or more than 256 KB, are refused whole', async () => {
  await expect(put('publisher', ...Array(11).fill(entry()))).rejects.toMatchObject({ name: 'ValidationException' });

  const half = JSON.stringify({ text: 'x'.repeat(128 * 1024) });
  await expect(put('publisher', entry({ Detail: half }), entry({ Detail: half }))).rejects.toMatchObject({
    name: 'ValidationException',
  });
});

// https://github.com/aws/aws-sdk/issues/186
it('an event for an unknown bus is answered with success and dropped, and the developer is told', async () => {
  const before = taken.length;

  expect(await put('publisher', entry({ EventBusName: 'unknown' }))).toMatchObject({ FailedEntryCount: 0 });
  expect(taken).toHaveLength(before);
  expect(local.reports.join()).toContain('PutEvents names the bus unknown');
});

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
it('every entry needs the right to its bus, under the conditions on source and detail type', async () => {
  await put('one-source', entry());

  await expect(put('one-source', entry(), entry({ Source: 'other' }))).rejects.toMatchObject({ name: 'AccessDeniedException' });
  await expect(put('publisher', entry({ EventBusName: 'default' }))).rejects.toMatchObject({ name: 'AccessDeniedException' });
});
