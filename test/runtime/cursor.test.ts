import { createHmac } from 'node:crypto';
import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cursorAt, listOf, type PagedList, positionOf } from '../../functions/runtime/cursor.ts';
import { fieldText } from '../../functions/runtime/field-texts.ts';

const keys = mockClient(KMSClient);

beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'ap-northeast-1');
  vi.stubEnv('CURSOR_KEY_ID', 'cursors');
  keys.on(GenerateMacCommand).callsFake(({ KeyId, Message }) => ({ Mac: createHmac('sha256', KeyId).update(Message).digest() }));
});

afterEach(() => {
  keys.reset();
  vi.unstubAllEnvs();
});

const list: PagedList = { tenantId: 'midori', operationId: 'listThings', filters: { from: '2026-12-01', userId: '1453935789' } };
const position = '2026-12-01T03:00:00.000Z#3f1c9a52-6f0e-4a5b-9c3e-2f8f5f0f7a11';

const refused = {
  ok: false,
  refusal: { code: 'invalid-request', errors: [{ pointer: '/query/cursor', code: 'unknown-cursor' }] },
};

describe('a cursor', () => {
  it('R-1 leads back to its position, whatever that is, and stands in a URL as it is', async () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 });

    await fc.assert(
      fc.asyncProperty(text, fc.dictionary(fc.string(), fc.string()), async (at, filters) => {
        const cursor = await cursorAt({ ...list, filters }, at);

        expect(cursor).toMatch(/^[\w-]+$/);
        expect(await positionOf({ ...list, filters }, cursor)).toEqual({ ok: true, value: at });
      }),
    );
  });

  it('R-1 serves no other tenant, operation or filter', async () => {
    const cursor = await cursorAt(list, position);
    const others: PagedList[] = [
      { ...list, tenantId: 'aoi' },
      { ...list, operationId: 'listOthers' },
      { ...list, filters: { ...list.filters, userId: '1453935780' } },
      { ...list, filters: { from: '2026-12-01' } },
      { ...list, filters: { ...list.filters, to: '2026-12-02' } },
      // The same letters, shared out otherwise.
      { ...list, tenantId: 'midor', operationId: 'ilistThings' },
    ];

    for (const other of others) expect(await positionOf(other, cursor)).toEqual(refused);
  });

  it('means the same in whatever order filters come; those that are not set are none', async () => {
    const filters = { userId: '1453935789', to: undefined, from: '2026-12-01' };

    expect(await positionOf({ ...list, filters }, await cursorAt(list, position))).toEqual({ ok: true, value: position });
  });

  it('R-1 is refused when any letter of it is another, missing or too many', async () => {
    const cursor = await cursorAt(list, position);
    const altered = fc.tuple(fc.nat(cursor.length), fc.nat(2), fc.constantFrom('', 'A', '_', '=', '.', '%', ' ', '山'));

    await fc.assert(
      fc.asyncProperty(altered, async ([at, left, put]) => {
        const other = cursor.slice(0, at) + put + cursor.slice(at + left);
        fc.pre(other !== cursor);

        expect(await positionOf(list, other)).toEqual(refused);
      }),
    );
  });

  it('R-1 is refused when it was made under another key, or by nobody', async () => {
    vi.stubEnv('CURSOR_KEY_ID', 'another');
    const foreign = await cursorAt(list, position);
    vi.stubEnv('CURSOR_KEY_ID', 'cursors');

    for (const cursor of [foreign, Buffer.from(position).toString('base64url'), 'x', '%00', '']) {
      expect(await positionOf(list, cursor)).toEqual(refused);
    }
  });
});

it('the first page has no cursor, and takes no call to check one', async () => {
  expect(await positionOf(list, undefined)).toEqual({ ok: true, value: undefined });
  expect(keys.calls()).toEqual([]);
});

it('which page and how long it is are no filters', () => {
  const query = { cursor: 'abc', limit: 20, userId: '1453935789', from: undefined };

  expect(listOf({ id: 'listThings' }, 'midori', query)).toEqual({
    tenantId: 'midori',
    operationId: 'listThings',
    filters: { userId: '1453935789', from: undefined },
  });
});

it('R-6 a cursor that cannot be used is told so in both languages', () => {
  const problem = { pointer: '/query/cursor', code: 'unknown-cursor' } as const;

  expect(fieldText(problem, 'en')).toContain('cursor');
  expect(fieldText(problem, 'ja')).toContain('カーソル');
});
