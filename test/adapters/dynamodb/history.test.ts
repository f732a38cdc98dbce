import { DynamoDBDocumentClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  type LoginRecord,
  listLoginRecords,
  recordLogin,
  recordOperation,
} from '../../../functions/adapters/dynamodb/history.ts';

const table = mockClient(DynamoDBDocumentClient);

beforeEach(() => {
  vi.stubEnv('TABLE_NAME', 'table');
  vi.stubEnv('AWS_REGION', 'ap-northeast-1');
});

afterEach(() => {
  table.reset();
  vi.unstubAllEnvs();
});

type Wanted = Parameters<typeof listLoginRecords>[1];

const minute = (n: number) => new Date(Date.UTC(2026, 11, 1) + n * 60_000).toISOString();

/** Records of some people, several in one minute at times, with their sort keys, the newest first. */
function stored(minutes: readonly (readonly [at: number, user: number])[]) {
  const rows = minutes.map(([at, user], index) => ({
    PK: 'LOGIN_HISTORY#midori',
    SK: `${minute(at)}#${String(index).padStart(4, '0')}`,
    at: minute(at),
    userId: `145393578${user}`,
    client: 'web' as const,
    result: 'success' as const,
    ip: '203.0.113.7',
  }));

  return rows.toSorted((a, b) => (a.SK < b.SK ? 1 : -1));
}

/** Answers queries as DynamoDB does: looks at `Limit` items, or at fewer where they are large, and filters what it looked at. */
function answerFrom(rows: ReturnType<typeof stored>, mostPerCall: number): void {
  table.on(QueryCommand).callsFake((query: QueryCommandInput) => {
    const { ':from': from, ':to': to, ':userId': userId } = query.ExpressionAttributeValues ?? {};
    const start: string | undefined = query.ExclusiveStartKey?.['SK'];
    const ahead = rows.filter(({ SK }) => SK >= from && SK <= to && (start === undefined || SK < start));
    const seen = ahead.slice(0, Math.min(query.Limit ?? 0, mostPerCall));
    const last = seen.length < Math.min(query.Limit ?? 0, mostPerCall) ? undefined : seen.at(-1);

    return {
      Items: seen.filter((row) => userId === undefined || row.userId === userId),
      ...(last && { LastEvaluatedKey: { PK: last.PK, SK: last.SK } }),
    };
  });
}

async function pagesOf(wanted: Wanted): Promise<LoginRecord[][]> {
  const pages: LoginRecord[][] = [];
  let after: string | undefined;

  do {
    const { records, last } = await listLoginRecords('midori', { ...wanted, after });
    pages.push(records);
    after = last;
  } while (after !== undefined);

  return pages;
}

const minutes = fc.array(fc.tuple(fc.nat(20), fc.nat(2)), { maxLength: 40 });
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

it('H-1 pages hold every record once, in order, whatever is asked for and however little is read at a time', async () => {
  const range = fc.record({ from: optional(fc.nat(22).map(minute)), to: optional(fc.nat(22).map(minute)) });
  const wanted = fc.record({
    userId: optional(fc.constantFrom('1453935780', '1453935789')),
    limit: fc.integer({ min: 1, max: 9 }),
  });

  await fc.assert(
    fc.asyncProperty(minutes, range, wanted, fc.integer({ min: 1, max: 15 }), async (all, { from, to }, asked, mostPerCall) => {
      fc.pre(from === undefined || to === undefined || from <= to);
      const rows = stored(all);
      answerFrom(rows, mostPerCall);

      const pages = await pagesOf({ from, to, ...asked });

      const expected = rows
        .filter(({ at }) => (from === undefined || at >= from) && (to === undefined || at < to))
        .filter(({ userId }) => asked.userId === undefined || userId === asked.userId);
      expect(pages.flat()).toEqual(expected.map(({ PK, SK, ...record }) => record));
      for (const page of pages) expect(page.length).toBeLessThanOrEqual(asked.limit);
    }),
  );
});

it('H-1 a page of everything is full unless it is the last, and is read by one query of one record more', async () => {
  answerFrom(stored(Array.from({ length: 10 }, (_, at) => [at, 1])), Number.POSITIVE_INFINITY);

  expect((await pagesOf({ limit: 4 })).map(({ length }) => length)).toEqual([4, 4, 2]);
  expect((await pagesOf({ limit: 5 })).map(({ length }) => length)).toEqual([5, 5]);
  expect(table.commandCalls(QueryCommand).map(({ args }) => args[0].input.Limit)).toEqual([5, 5, 5, 6, 6]);
});

it('H-1 a page of one user looks at so many records and no more, and leads on although it found none', async () => {
  const rare = stored([...Array.from({ length: 1_200 }, (_, at) => [at + 1, 1] as const), [0, 2]]);
  answerFrom(rare, Number.POSITIVE_INFINITY);

  const pages = await pagesOf({ userId: '1453935782', limit: 10 });

  expect(pages.map(({ length }) => length)).toEqual([0, 0, 1]);
});

it('a history nobody has written to is one empty page', async () => {
  answerFrom([], Number.POSITIVE_INFINITY);

  expect(await pagesOf({ limit: 50 })).toEqual([[]]);
});

it.each([7, 1, 10])('H-3 records are kept for the years of the setting: %i', (years) => {
  const at = '2028-02-29T03:00:00.000Z';
  const login = { at, userId: '1453935789', client: 'web', result: 'failure', ip: '203.0.113.7' } as const;
  const operation = { at, operation: 'createGroup', result: 'done', ip: '203.0.113.7', userId: '1453935789', subjects: [] };
  const expiresAt = Date.UTC(2028 + years, 1, 29, 3) / 1_000;

  for (const write of [recordLogin('midori', 'id', login, years), recordOperation('midori', 'id', operation, years)]) {
    expect(write).toMatchObject({ kind: 'put', attributes: { at, expiresAt } });
  }
});
