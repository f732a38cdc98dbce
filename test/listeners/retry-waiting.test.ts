import { afterEach, expect, it, vi } from 'vitest';
import { mailItem } from '../../functions/adapters/dynamodb/mail-jobs.ts';
import { outboxItem } from '../../functions/adapters/dynamodb/outbox.ts';
import type { Waiting } from '../../functions/adapters/dynamodb/waiting-index.ts';
import { retryWaiting } from '../../functions/listeners/retry-waiting.ts';
import { mailJob } from '../../functions/mail/mail-job.ts';
import { logger } from '../../functions/runtime/logger.ts';

type Stored = Record<string, unknown>;

const now = new Date('2026-12-01T01:20:00.000Z');
const at = '2026-12-01T01:00:00.000Z';

const job = mailJob('login-locked', {
  to: 'hanako@example.co.jp',
  userId: '1453935789',
  language: 'en',
  data: { name: 'Hanako', userId: '1453935789', lockedAt: at },
  sendBefore: '2026-12-02T01:00:00.000Z',
});

const outbox = (outboxId: string): Stored => outboxItem({ outboxId, tenantId: 'aoba', occurredAt: at, events: [], mails: 1 });
const mails = (mailId: string): Stored => mailItem({ mailId, tenantId: 'aoba', requestedAt: at }, [job]);

/** Retries what is due; events whose ID is in `refused` never reach the bus. */
async function retry(due: Partial<Record<Waiting, Stored[] | Error>>, refused: string[] = []) {
  const published: string[] = [];
  const marked: string[] = [];
  const postponed: string[] = [];
  const settled: string[] = [];

  const run = retryWaiting({
    bus: {
      publish: async (events) => {
        if (events.some(({ id }) => refused.includes(id))) throw new Error('refused hanako@example.co.jp');
        published.push(...events.map(({ id }) => id));
      },
    },
    dueItems: async function* (kind, time) {
      expect(time).toEqual(now);
      const items = due[kind] ?? [];
      if (items instanceof Error) throw items;
      yield* items;
    },
    markPublished: async ({ PK }) => void marked.push(PK),
    postponeMails: async ({ mailId }) => void postponed.push(mailId),
    settleMails: async ({ mailId }) => void settled.push(mailId),
    clock: { now: () => now },
  });

  const failure = await run.then(
    () => undefined,
    (error: Error) => error.message,
  );

  return { published, marked, postponed, settled, failure };
}

afterEach(() => vi.restoreAllMocks());

it('R-4 publishes what the bus has not confirmed, and marks it', async () => {
  expect(await retry({ outbox: [outbox('a'), outbox('b')] })).toEqual({
    published: ['a-0', 'b-0'],
    marked: ['OUTBOX#a', 'OUTBOX#b'],
    postponed: [],
    settled: [],
    failure: undefined,
  });
});

it('R-4 asks again for mails that are neither sent nor dropped, and lets them wait longer', async () => {
  expect(await retry({ mail: [mails('a'), mails('b')] })).toEqual({
    published: ['a-0', 'b-0'],
    marked: [],
    postponed: ['a', 'b'],
    settled: [],
    failure: undefined,
  });
});

it('R-4 a mail item whose last mail went when the mailer died waits no longer, and asks for nothing', async () => {
  const { published, postponed, settled, failure } = await retry({ mail: [{ ...mails('a'), mails: {} }, mails('b')] });

  expect({ published, postponed, settled, failure }).toEqual({
    published: ['b-0'],
    postponed: ['b'],
    settled: ['a'],
    failure: undefined,
  });
});

it('R-4 an item the bus refuses stops no other, stays due and fails the run', async () => {
  const due = { outbox: [outbox('a'), outbox('b')], mail: [mails('c'), mails('d')] };

  const { published, marked, postponed, failure } = await retry(due, ['a-0', 'c-0']);

  expect({ published, marked, postponed }).toEqual({ published: ['b-0', 'd-0'], marked: ['OUTBOX#b'], postponed: ['d'] });
  expect(failure).toContain('2 retries');
});

it.each<[string, Stored]>([
  ['without its content', { PK: 'OUTBOX#x' }],
  ['with content of another form', { ...outbox('x'), ...mails('x'), events: [{ id: 1 }], mails: { first: job } }],
])('R-4 a malformed item (%s) stops no other, and fails the run', async (_, malformed) => {
  const due = { outbox: [malformed, outbox('b')], mail: [malformed, mails('d')] };

  const { published, marked, postponed, failure } = await retry(due);

  expect({ published, marked, postponed }).toEqual({ published: ['b-0', 'd-0'], marked: ['OUTBOX#b'], postponed: ['d'] });
  expect(failure).toContain('2 retries');
});

it('R-4 mails are asked for although the outbox cannot be read, and the run fails', async () => {
  const { published, failure } = await retry({ outbox: new Error('throttled'), mail: [mails('a')] });

  expect(published).toEqual(['a-0']);
  expect(failure).toContain('1 retries');
});

it('C-12 the log names items and errors, and repeats no message', async () => {
  const log = vi.spyOn(logger, 'error');

  await retry({ outbox: [outbox('a')], mail: [{ PK: 'MAIL#b', mails: { '0': job } }] }, ['a-0']);

  expect(log.mock.calls).toEqual([
    ['OUTBOX_NOT_PUBLISHED', { item: 'OUTBOX#a', error: 'Error', at: expect.any(String) }],
    ['MAIL_NOT_REQUESTED_AGAIN', { item: 'MAIL#b', error: 'ZodError', at: expect.any(String) }],
  ]);
  expect(JSON.stringify(log.mock.calls)).not.toContain('hanako');
});
