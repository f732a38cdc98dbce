import { expect, it } from 'vitest';
import type { EventEnvelope } from '../../events/envelope.ts';
import { mailRequests } from '../../functions/adapters/dynamodb/mail-jobs.ts';
import { type OutboxItem, outboxItem } from '../../functions/adapters/dynamodb/outbox.ts';
import { republishOutbox } from '../../functions/listeners/republish-outbox.ts';

const now = new Date('2026-12-01T01:20:00.000Z');

function item(outboxId: string): OutboxItem {
  return outboxItem({ outboxId, tenantId: 'aoba', occurredAt: '2026-12-01T01:00:00.000Z', events: [], mails: 1 });
}

function unsent(mailId: string): EventEnvelope[] {
  return mailRequests({ mailId, tenantId: 'aoba', requestedAt: '2026-12-01T01:00:00.000Z' }, [0]);
}

/** Runs the republisher over what waits; events whose ID is in `refused` never reach the bus. */
async function republish(waiting: { items?: OutboxItem[]; mails?: EventEnvelope[][] }, refused: string[] = []) {
  const published: string[] = [];
  const marked: string[] = [];
  const asked: string[] = [];

  const run = republishOutbox({
    bus: {
      publish: async (events) => {
        if (events.some(({ id }) => refused.includes(id))) throw new Error('refused');
        published.push(...events.map(({ id }) => id));
      },
    },
    unpublishedBefore: async function* (time) {
      asked.push(time);
      yield* waiting.items ?? [];
    },
    unsentBefore: async function* (time) {
      asked.push(time);
      yield* waiting.mails ?? [];
    },
    markPublished: async ({ PK }) => void marked.push(PK),
    clock: { now: () => now },
  });

  const failure = await run.then(
    () => undefined,
    (error: Error) => error.message,
  );

  return { published, marked, asked, failure };
}

it('R-4 publishes again and marks what has waited for five minutes', async () => {
  const { published, marked, asked, failure } = await republish({ items: [item('a'), item('b')] });

  expect(published).toEqual(['a-0', 'b-0']);
  expect(marked).toEqual(['OUTBOX#a', 'OUTBOX#b']);
  expect(asked).toEqual(['2026-12-01T01:15:00.000Z', '2026-12-01T01:15:00.000Z']);
  expect(failure).toBeUndefined();
});

it('R-4 asks again for mails that are neither sent nor dropped', async () => {
  const { published, marked } = await republish({ mails: [unsent('a'), unsent('b')] });

  expect(published).toEqual(['a-0', 'b-0']);
  expect(marked).toEqual([]);
});

it('R-4 one item the bus refuses stops no other, stays unmarked and fails the run', async () => {
  const { published, marked, failure } = await republish({ items: [item('a'), item('b')], mails: [unsent('c'), unsent('d')] }, [
    'a-0',
    'c-0',
  ]);

  expect(published).toEqual(['b-0', 'd-0']);
  expect(marked).toEqual(['OUTBOX#b']);
  expect(failure).toContain('2 items');
});
