import fc, { type Arbitrary } from 'fast-check';
import * as z from 'zod';
import type { Contract } from '../../../functions/contracts/contract.ts';
import { type Sample, sampleOf } from '../../support/every-operation.ts';
import { HOSTILE } from '../../support/hostile-values.ts';
import { placesOf, replaced } from '../../support/json-values.ts';
import { type Schema, valuesOf } from './values.ts';

type Known = Readonly<Record<string, readonly unknown[]>>;

const hostile = fc.oneof(fc.constantFrom(...HOSTILE), fc.jsonValue());

/** Texts a client may put into a URL. An empty one, or one of dots, would make another path of it. */
const hostileTexts = fc.string({ unit: 'binary', minLength: 1, maxLength: 70 }).filter((text) => !/^\.{1,2}$/.test(text));

/** Requests to an operation: right ones, right ones but for one value, and some with parameters nobody sends. */
export function requestsTo(contract: Contract, known: Known): Arbitrary<Sample> {
  const { params, query, body } = contract;
  const fitting = fc.record({ params: members(params, known), query: members(query, known), body: bodies(body, known) });
  const wrongPlace = sometimes(fc.tuple(fc.nat(), hostile));
  const wrongTexts = sometimes(
    fc.record({ params: members(params, known, hostileTexts), query: members(query, known, hostileTexts) }),
  );

  return fc.record({ fitting, wrongPlace, wrongTexts }).map(({ fitting, wrongPlace, wrongTexts }) => ({
    ...sampleOf(contract, { ...fitting, ...wrongTexts }),
    body: wrongPlace && body ? withWrongValue(fitting.body, ...wrongPlace) : fitting.body,
  }));
}

/** A wrong one in four: one that is refused for its form goes no further. */
function sometimes<T>(arbitrary: Arbitrary<T>): Arbitrary<T | undefined> {
  return fc.oneof({ arbitrary: fc.constant(undefined), weight: 3 }, { arbitrary, weight: 1 });
}

function members(object: z.ZodObject | undefined, known: Known, texts?: Arbitrary<string>): Arbitrary<Record<string, string>> {
  if (object === undefined) return fc.constant({});
  if (texts === undefined) return valuesOf(inputOf(object), known) as Arbitrary<Record<string, string>>;

  return fc.record(Object.fromEntries(Object.keys(object.shape).map((name) => [name, texts])));
}

function bodies(body: z.ZodType | undefined, known: Known): Arbitrary<unknown> {
  return body === undefined ? fc.constant(undefined) : valuesOf(inputOf(body), known);
}

function inputOf(schema: z.ZodType): Schema {
  return z.toJSONSchema(schema, { io: 'input' }) as Schema;
}

function withWrongValue(body: unknown, index: number, value: unknown): unknown {
  const places = placesOf(body);

  return replaced(body, places[index % places.length]?.place ?? [], value);
}
