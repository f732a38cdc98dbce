import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { SOURCES } from '../../events/envelope.ts';
import { EVENTS, envelope } from '../../events/index.ts';

type SchemaNode = { [keyword: string]: unknown };

/** Every part of a JSON schema that describes text. */
function textNodes(schema: unknown): SchemaNode[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const node = schema as SchemaNode;
  const nested = Object.values(node).flatMap((value) => (Array.isArray(value) ? value.flatMap(textNodes) : textNodes(value)));

  return node['type'] === 'string' ? [node, ...nested] : nested;
}

function fieldNames(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties, ...rest } = schema as SchemaNode;
  const own = typeof properties === 'object' && properties !== null ? Object.entries(properties) : [];

  return [...own.flatMap(([name, nested]) => [name, ...fieldNames(nested)]), ...Object.values(rest).flatMap(fieldNames)];
}

describe.each(Object.entries(EVENTS))('the event %s', (type, event) => {
  it('has an example that fits its schema', () => {
    expect(event.schema.parse(event.example)).toEqual(event.example);
    expect(event.type).toBe(type);
  });

  it('has no field that could hold a name, an address or a secret: all text is an ID, a time or one of fixed words', () => {
    const schema = z.toJSONSchema(event.schema);
    const free = textNodes(schema).filter(
      (node) => !('pattern' in node || 'format' in node || 'enum' in node || 'const' in node),
    );

    expect(free).toEqual([]);
    expect(fieldNames(schema)).toContain('aggregate');
    expect(
      fieldNames(schema).filter((name) => /name|address|e-?mail$|phone|birth|secret|password|token|code/i.test(name)),
    ).toEqual([]);
  });

  it('is told to listeners that exist', () => {
    expect(event.listeners.length).toBeGreaterThan(0);
    for (const listener of event.listeners) expect(listener === 'core-banking' || existsSync(listener)).toBe(true);
  });

  it('refuses fields it does not declare', () => {
    const withName = { ...event.example, data: { ...event.example.data, name: '青葉 花子' } };

    expect(event.schema.safeParse(withName).success).toBe(false);
  });
});

it('keeps what only our own listeners understand apart from what others may rely on', () => {
  const internal = Object.values(EVENTS).filter(({ source }) => source === SOURCES.internal);

  expect(internal.map(({ type }) => type).toSorted()).toEqual([
    'login-reset-requested',
    'mail-requested',
    'order-expiry-requested',
    'purge-requested',
    'revocation-requested',
    'subscription-purge-requested',
    'tenant-erasure-requested',
  ]);
});

it('wraps an event so that it fits its schema', () => {
  const aggregate = { id: 'g7Hq2LmZ0aXc', version: 1 };
  const data = { groupId: 'g7Hq2LmZ0aXc', actorUserId: '3354648652' };

  fc.assert(
    fc.property(
      fc.uuid(),
      fc.nat(99),
      fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2999-12-31') }),
      (id, n, at) => {
        const wrapped = envelope(
          { type: 'group-created', aggregate, data },
          { id: `${id}-${n}`, tenantId: 'aoba', occurredAt: at.toISOString() },
        );

        expect(EVENTS['group-created'].schema.parse(wrapped)).toEqual(wrapped);
      },
    ),
  );
});
