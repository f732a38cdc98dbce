import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { settings } from '../../infra/settings.ts';
import { DeploymentSettings, readSettings, WrongSettings } from '../../infra/settings-schema.ts';
import { type Field, fieldsOf } from '../../scripts/pages/fields.ts';
import type { Schema } from '../../scripts/pages/forms.ts';

const fields = fieldsOf(z.toJSONSchema(DeploymentSettings, { io: 'input' }) as Schema);

/** Every setting given, also what may be left out. */
const whole = readSettings({ ...settings, region: 'ap-northeast-1', alarmEmail: 'ops@example.co.jp' });

/** The names that lead to a setting; of a list the first entry. */
function stepsTo({ path }: Field): string[] {
  return path.replaceAll('[]', '.0').split('.');
}

/** All settings, with another value for one of them; `undefined` leaves it out. */
function withValue(field: Field, value: unknown): unknown {
  const steps = stepsTo(field);
  const last = steps.pop() ?? '';
  const changed = structuredClone(whole);
  const around = steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], changed) as Record<string, unknown>;
  around[last] = value;

  return changed;
}

/** Values just beyond what a setting may be, by what is wrong with them. */
function wrongValues({ schema, required }: Field): [string, unknown][] {
  const { type, minimum = 0, maximum = Number.MAX_SAFE_INTEGER, maxLength, enum: words, anyOf = [] } = schema;
  const wrong: [string, unknown][] = [['of another type', type === 'object' ? 'text' : { unknown: true }]];

  if (required) wrong.push(['missing', undefined]);
  if (type === 'string') wrong.push(['an empty text', '']);
  if (words) wrong.push(['an unknown word', `${words[0]}s`]);
  if (maxLength !== undefined) wrong.push(['too long', 'x'.repeat(maxLength + 1)]);
  if (type === 'integer') wrong.push(['a fraction', Math.max(minimum, 1) + 0.5]);
  if (minimum > 0) wrong.push(['too small', minimum - 1]);
  if (maximum < Number.MAX_SAFE_INTEGER) wrong.push(['too big', maximum + 1]);
  if (type === 'array') wrong.push(['an empty list', []]);

  return [...wrong, ...anyOf.flatMap((schema) => wrongValues({ schema, required } as Field))];
}

const wrongOnes = fields.flatMap((field) =>
  wrongValues(field).map(([what, value]) => [`${field.path}: ${what}`, field, value] as const),
);

describe('every setting fails synth with a line that names it, when it is', () => {
  it.each(wrongOnes)('%s', (_title, field, value) => {
    expect(() => readSettings(withValue(field, value))).toThrow(WrongSettings);
    expect(() => readSettings(withValue(field, value))).toThrow(
      expect.objectContaining({ message: expect.stringContaining(`infra/settings.ts: ${stepsTo(field).join('.')}: `) }),
    );
  });
});

it('a part nobody knows fails synth with a line that names the setting and the part, wherever it is', () => {
  for (const field of fields.filter(({ schema }) => schema.type === 'object')) {
    const value = stepsTo(field).reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], whole);

    expect(() => readSettings(withValue(field, { ...(value as object), colour: 'green' })), field.path).toThrow(
      `infra/settings.ts: ${stepsTo(field).join('.')}: Unrecognized key: "colour"`,
    );
  }
});

it('every setting may be given, and says what it is for', () => {
  expect(readSettings(whole)).toEqual(whole);
  for (const { path, schema } of fields) expect(schema.description, path).toMatch(/\S/);
});
