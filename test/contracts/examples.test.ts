import { describe, expect, it } from 'vitest';
import type { Contract } from '../../functions/contracts/contract.ts';
import { contracts } from '../../functions/contracts/index.ts';

const each = Object.values(contracts).map((contract): [string, Contract] => [contract.id, contract]);

/** What was parsed, with numbers as text again where text was sent: path, query and header fields know nothing else. */
function asSent(parsed: unknown, sent: unknown): unknown {
  if (typeof parsed !== 'object' || parsed === null) return parsed;

  const before = new Map(Object.entries(sent ?? {}));
  const entries = Object.entries(parsed).map(([name, value]) => [
    name,
    typeof value === 'number' && typeof before.get(name) === 'string' ? String(value) : value,
  ]);

  return Object.fromEntries(entries);
}

describe.each(each)('the example of %s', (_id, { params, query, headers, body, replies, example }) => {
  it.each([
    ['path parameters', params, example.params],
    ['query', query, example.query],
    ['header fields', headers, example.headers],
    ['body', body, example.body],
  ])('R-2 has %s if and only if the operation takes some, and they are of the declared form', (_part, schema, value) => {
    expect(value === undefined).toBe(schema === undefined);
    expect(schema?.safeParse(value).error).toBeUndefined();
    // What is parsed is what was sent: nothing is dropped or changed on the way in.
    expect(asSent(schema?.parse(value), value)).toEqual(value);
  });

  it('R-2 has an answer if and only if there is one, of the form of every success', () => {
    const schemas = Object.values(replies).filter((schema) => schema !== null);

    expect(example.reply === undefined).toBe(schemas.length === 0);
    for (const schema of schemas) expect(schema.parse(example.reply)).toEqual(example.reply);
  });

  it('holds no address that could be somebody’s, and no secret that looks real', () => {
    const text = JSON.stringify(example);

    for (const [, domain] of text.matchAll(/[\w.+*-]+@([\w.-]+)/g)) expect(domain).toMatch(/(^|\.)example\.(co\.jp|com|org)$/);
  });
});
