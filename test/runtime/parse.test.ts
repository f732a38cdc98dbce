import type { APIGatewayProxyEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { defineOperation, headerName } from '../../functions/contracts/contract.ts';
import { parseInput } from '../../functions/runtime/parse.ts';

const declaration = {
  id: 'readSomething',
  area: 'service',
  method: 'GET',
  path: '/things/{thingId}',
  summary: 'Reads something with a token',
  caller: 'public',
  params: z.strictObject({ thingId: z.string() }),
  query: z.strictObject({ days: z.string().regex(/^\d+$/).transform(Number).optional() }),
  headers: z.strictObject({ orderToken: z.string().regex(/^[\w-]{1,8}$/) }),
  replies: { 204: null },
  problems: [],
  access: {},
  example: {},
} as const;
const contract = defineOperation(declaration);

function parse(headers: Record<string, string>, query: Record<string, string[]> | null = null) {
  const event = { headers, pathParameters: { thingId: 'one' }, multiValueQueryStringParameters: query };

  return parseInput(contract, event as unknown as APIGatewayProxyEvent, '');
}

const errorsOf = (headers: Record<string, string>) => {
  const parsed = parse(headers);

  return parsed.ok ? [] : parsed.refusal.errors?.map(({ pointer, code }) => [pointer, code]);
};

describe('header fields', () => {
  it.each(['Order-Token', 'order-token', 'ORDER-TOKEN'])('R-2 are read by their names, whatever their case: %s', (name) => {
    expect(parse({ [name]: 'abc-1' })).toEqual({ ok: true, value: { thingId: 'one', orderToken: 'abc-1' } });
  });

  it('R-2 that are not declared say nothing, and cannot speak for path, query or body', () => {
    const headers = { 'Order-Token': 'abc-1', thingId: 'two', 'Thing-Id': 'three', days: '7', 'X-Other': 'other' };

    expect(parse(headers)).toEqual({ ok: true, value: { thingId: 'one', orderToken: 'abc-1' } });
  });

  it('R-6 are pointed at by the name they are sent under when they are missing or of another form', () => {
    expect(errorsOf({})).toEqual([['/header/order-token', 'required']]);
    expect(errorsOf({ 'Order-Token': 'with space' })).toEqual([['/header/order-token', 'invalid-format']]);
    expect(errorsOf({ 'Order-Token': '' })).toEqual([['/header/order-token', 'invalid-format']]);
  });

  it('R-6 are reported together with what else is wrong', () => {
    const parsed = parse({}, { days: ['soon'], other: ['1'] });
    const pointers = parsed.ok ? [] : parsed.refusal.errors?.map(({ pointer }) => pointer);

    expect(pointers?.toSorted()).toEqual(['/header/order-token', '/query/days', '/query/other']);
  });

  it('C-12 never come back in what is reported of them', () => {
    const parsed = parse({ 'Order-Token': 'secret but malformed' });

    expect(JSON.stringify(parsed)).not.toContain('secret');
  });
});

it('R-2 a header field is named in camelCase, and sent with hyphens', () => {
  expect(['orderToken', 'accept', 'ifNoneMatch'].map(headerName)).toEqual(['Order-Token', 'Accept', 'If-None-Match']);
});

it('R-2 no operation takes the same name in two places', () => {
  const twice = { ...declaration, headers: z.strictObject({ thingId: z.string() }) };

  expect(() => defineOperation(twice)).toThrow('takes "thingId" in two places');
});
