import { beforeAll, describe, expect, it } from 'vitest';
import { local } from '../../support/api.ts';
import {
  askHistory,
  everyOperation,
  type HistoryQuery,
  leaveRecord,
  type OperationEntry,
  operationsPage,
} from '../../support/history.ts';
import { addedPeople, createGroup, type Person, subscribedTenant } from '../../support/people.ts';
import { expectPublicProblem } from '../../support/public-problems.ts';

let master: Person;
let clerk: Person;
/** All there is once the tenant is set up, the newest first. */
let all: readonly OperationEntry[];

beforeAll(async () => {
  ({ master } = await subscribedTenant());
  [clerk] = (await addedPeople(master, await createGroup(master, '経理'), 1)) as [Person];
  for (let time = 1; time <= 3; time++) for (const person of [master, clerk]) await leaveRecord(person);

  all = (await operationsPage(master, { limit: '100' })).entries;
});

const before = (at = '') => new Date(Date.parse(at) - 1).toISOString();
const until = () => ({ to: new Date(Date.parse(all[0]?.at ?? '') + 1).toISOString() });

describe('page by page', () => {
  it.each(['1', '4', '99'])('H-1 everything comes once, in order, %s at a time', async (limit) => {
    const pages = await everyOperation(master, { limit, ...until() });

    expect(pages.flat()).toEqual(all);
    for (const page of pages.slice(0, -1)) expect(page).toHaveLength(Number(limit));
  });

  it('H-1 without gap or repetition while new entries come in', async () => {
    const pages = await everyOperation(master, { limit: '3' }, () => leaveRecord(clerk));

    const [first = [], ...later] = pages;
    const at = first.at(-1)?.at ?? '';
    expect(later.flat()).toEqual(all.filter((entry) => entry.at < at));
  });

  it('H-1 the last page has no cursor, also when it is full', async () => {
    const half = all.length / 2;
    const page = await operationsPage(master, { limit: String(Math.ceil(half)), ...until() });
    const last = await operationsPage(master, { limit: String(Math.floor(half)), ...until(), cursor: page.nextCursor ?? '' });

    expect([...page.entries, ...last.entries]).toEqual(all);
    expect(last).not.toHaveProperty('nextCursor');
  });

  it('the limit is 50 unless another is asked for, from 1 to 100', async () => {
    for (const [limit, code] of [
      ['0', 'too-small'],
      ['101', 'too-big'],
      ['ten', 'invalid-format'],
    ]) {
      const errors = expectPublicProblem(await askHistory(master, 'operations', { limit: limit ?? '' }), 'invalid-request', 400);
      expect(errors).toMatchObject([{ pointer: '/query/limit', code }]);
    }
  });

  it('a page takes two round trips to the table, wherever it is', async () => {
    const { nextCursor = '' } = await operationsPage(master, { limit: '2' });
    await local('DELETE', '/meter');
    await operationsPage(master, { limit: '2', cursor: nextCursor });

    const { operations } = await local<{ operations: Record<string, { dynamoDbRoundTrips: object }> }>('GET', '/meter');
    expect(operations['listOperations']?.dynamoDbRoundTrips).toMatchObject({ total: 2 });
  });
});

describe('filtered', () => {
  it('H-1 by user', async () => {
    const pages = await everyOperation(master, { userId: clerk.userId, limit: '2', ...until() });

    expect(pages.flat()).toEqual(all.filter(({ userId }) => userId === clerk.userId));
  });

  it('H-1 by time: from then on, and before then', async () => {
    const [from = '', to = ''] = [all[5]?.at, all[2]?.at];
    const { entries } = await operationsPage(master, { from, to });

    expect(entries).toEqual(all.filter(({ at }) => at >= from && at < to));
    expect(entries.map(({ at }) => at)).toContain(from);
  });

  it('H-1 by times of other precision, which mean the same', async () => {
    const seconds = `${(all[5]?.at ?? '').slice(0, 19)}Z`;
    const { entries } = await operationsPage(master, { from: seconds, limit: '100', ...until() });

    expect(entries).toEqual(all.filter(({ at }) => at >= seconds.replace('Z', '.000Z')));
  });

  it('H-1 by all of them, page by page', async () => {
    const query = { userId: master.userId, from: all.at(-3)?.at ?? '', to: all[1]?.at ?? '' };
    const pages = await everyOperation(master, { ...query, limit: '1' });

    expect(pages.flat()).toEqual(all.filter(({ userId, at }) => userId === query.userId && at >= query.from && at < query.to));
  });

  it('H-1 to nothing, where there is nothing', async () => {
    const at = all[0]?.at ?? '';

    const queries: HistoryQuery[] = [{ to: before(all.at(-1)?.at) }, { from: at, to: at }, { userId: '9999999999' }];
    for (const query of queries) {
      expect(await operationsPage(master, query)).toEqual({ asOf: expect.any(String), entries: [] });
    }
  });

  it.each([
    [{ from: '2026-12-02T00:00:00Z', to: '2026-12-01T00:00:00Z' }, '/query/to', 'invalid-value'],
    [{ from: '2026-12-01' }, '/query/from', 'invalid-format'],
    [{ from: 'x', to: '2026-12-01T00:00:00Z' }, '/query/from', 'invalid-format'],
    [{ to: '2026-12-01T00:00:00+09:00' }, '/query/to', 'invalid-format'],
    [{ from: '2026-02-30T00:00:00Z' }, '/query/from', 'invalid-format'],
    [{ userId: 'x' }, '/query/userId', 'invalid-format'],
    [{ operation: 'createGroup' }, '/query/operation', 'unknown-field'],
  ])('R-6 what cannot be asked for is pointed at: %j', async (query, pointer, code) => {
    const errors = expectPublicProblem(await askHistory(master, 'operations', query), 'invalid-request', 400);

    expect(errors).toMatchObject([{ pointer, code }]);
  });
});

describe('R-1 a cursor is refused, at itself', () => {
  let cursor: string;
  const filters = { limit: '2' };

  beforeAll(async () => {
    cursor = (await operationsPage(master, filters)).nextCursor ?? '';
  });

  async function expectRefused(list: 'operations' | 'logins', query: HistoryQuery, reader = master) {
    const errors = expectPublicProblem(await askHistory(reader, list, query), 'invalid-request', 400);

    expect(errors).toMatchObject([{ pointer: '/query/cursor', code: 'unknown-cursor' }]);
  }

  it('when it is forged or cut', async () => {
    const position = Buffer.from(`${all[3]?.at}#`).toString('base64url');

    for (const forged of [
      'x',
      position,
      `${'A'.repeat(43)}${position}`,
      cursor.slice(0, -1),
      `${cursor}A`,
      `A${cursor.slice(1)}`,
    ]) {
      await expectRefused('operations', { ...filters, cursor: forged });
    }
  });

  it('when it is another tenant’s', async () => {
    const other = await subscribedTenant();

    await expectRefused('operations', { ...filters, cursor }, other.master);
  });

  it('when it is of the other list', async () => {
    await expectRefused('logins', { ...filters, cursor });
  });

  it('when the filters are others', async () => {
    const others: HistoryQuery[] = [{ userId: clerk.userId }, { from: '2026-01-01T00:00:00Z' }, until()];
    for (const filter of others) {
      await expectRefused('operations', { ...filters, ...filter, cursor });
    }
  });

  it('but not when the limit is another', async () => {
    const { entries } = await operationsPage(master, { limit: '100', cursor });

    expect(entries).toEqual(expect.arrayContaining(all.slice(2)));
  });

  it('and nothing is changed or recorded by it', async () => {
    const newest = (await operationsPage(master, { limit: '1' })).entries;
    await expectRefused('operations', { ...filters, cursor: 'x' });

    expect((await operationsPage(master, { limit: '1' })).entries).toEqual(newest);
  });
});
