import fc, { type Arbitrary } from 'fast-check';

/** The keywords of JSON Schema that contracts use. */
export type Schema = {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly propertyNames?: Schema;
  readonly additionalProperties?: Schema | false;
};

/** The longest text and list that is worth sending; limits beyond are for tests of their own. */
const LONG = 50;
const MANY = 4;

const TIME = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });

const FORMATS: Readonly<Record<string, Arbitrary<unknown>>> = {
  email: fc.emailAddress(),
  uuid: fc.uuid({ version: 7 }),
  date: TIME.map((time) => time.toISOString().slice(0, 10)),
  'date-time': TIME.map((time) => time.toISOString()),
};

/** Values that fit a schema. Of a member in `known` most are what stands there, so that requests get beyond "not found". */
export function valuesOf(root: Schema, known: Readonly<Record<string, readonly unknown[]>> = {}): Arbitrary<unknown> {
  return values(root);

  function values(schema: Schema): Arbitrary<unknown> {
    const { $ref, anyOf, format = '', type } = schema;
    if ($ref !== undefined) return values(root.$defs?.[$ref.replace('#/$defs/', '')] ?? {});
    if ('const' in schema) return fc.constant(schema.const);
    if (schema.enum) return fc.constantFrom(...schema.enum);
    if (anyOf) return fc.oneof(...anyOf.map(values));
    if (FORMATS[format]) return FORMATS[format];

    switch (type) {
      case 'string':
        return texts(schema);
      case 'integer':
        return fc.integer({ min: Math.max(schema.minimum ?? 0, -(2 ** 31)), max: Math.min(schema.maximum ?? 100, 2 ** 31 - 1) });
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      case 'array':
        return fc.array(values(schema.items ?? {}), {
          minLength: schema.minItems ?? 0,
          maxLength: Math.min(schema.maxItems ?? MANY, MANY),
        });
      case 'object':
        return schema.properties ? objects(schema) : dictionaries(schema);
      default:
        return fc.jsonValue();
    }
  }

  function objects({ properties = {}, required = [] }: Schema): Arbitrary<unknown> {
    const members = Object.entries(properties).map(([name, schema]) => [name, member(name, schema)] as const);

    return fc.record(Object.fromEntries(members), { requiredKeys: [...required] });
  }

  function member(name: string, schema: Schema): Arbitrary<unknown> {
    const there = known[name];
    if (there === undefined) return values(schema);

    const one = fc.constantFrom(...there);
    const some = schema.type === 'array' ? fc.array(one, { minLength: 1, maxLength: 2 }) : one;

    return fc.oneof({ arbitrary: some, weight: 4 }, { arbitrary: values(schema), weight: 1 });
  }

  function dictionaries({ propertyNames, additionalProperties }: Schema): Arbitrary<unknown> {
    return fc.dictionary(texts(propertyNames ?? {}), values(additionalProperties || {}), { maxKeys: MANY });
  }
}

function texts({ pattern, minLength = 0, maxLength = LONG }: Schema): Arbitrary<string> {
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));

  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, LONG) });
}
