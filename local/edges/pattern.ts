import { Refusal } from '../refusal.ts';

/** Tells whether a value matches; undefined = the field is absent. */
type Matcher = (value: unknown) => boolean;

/** Tells whether an event matches a pattern. */
export type Pattern = (event: unknown) => boolean;

/**
 * Reads an event pattern, as rules of EventBridge and filters of event source mappings use them.
 *
 * @throws Refusal for a matcher the local run does not know
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function readPattern(pattern: unknown, where: string): Pattern {
  return fieldsMatcher(pattern, where);
}

/** All fields must match; those of `$or` in one of the ways listed. */
function fieldsMatcher(pattern: unknown, where: string): Matcher {
  if (!isObject(pattern)) throw unknown(pattern, where);

  const matchers = Object.entries(pattern).map(([name, expected]): Matcher => {
    if (name === '$or') return anyOf(listOf(expected, where).map((way) => fieldsMatcher(way, where)));

    const matches = Array.isArray(expected) ? leafMatcher(expected, where) : nestedMatcher(expected, where);
    return (value) => matches(isObject(value) ? value[name] : undefined);
  });

  return (value) => matchers.every((matches) => matches(value));
}

/** In an array of objects one must match. What is no object has no fields. */
function nestedMatcher(pattern: unknown, where: string): Matcher {
  const matches = fieldsMatcher(pattern, where);

  return (value) => (Array.isArray(value) ? value.some(matches) : matches(value));
}

/** One of the values listed must match; in an array, one of its elements. */
function leafMatcher(expected: readonly unknown[], where: string): Matcher {
  const matches = anyOf(expected.map((one) => valueMatcher(one, where)));

  return (value) => (Array.isArray(value) ? value.some(matches) : matches(value));
}

function valueMatcher(expected: unknown, where: string): Matcher {
  if (!isObject(expected)) return (value) => value === expected;

  const [operator, operand, ...others] = Object.entries(expected).flat();
  if (others.length > 0) throw unknown(expected, where);

  switch (operator) {
    case 'exists':
      return (value) => (value !== undefined && !isObject(value)) === operand;
    case 'numeric':
      return numberMatcher(listOf(operand, where), where);
    case 'anything-but':
      return anythingBut(operand, where);
    default:
      return textMatcher(operator, operand, where);
  }
}

/** Absent fields match no `anything-but`. */
function anythingBut(operand: unknown, where: string): Matcher {
  const excluded = isObject(operand) ? textMatchers(operand, where) : [operand].flat().map((one) => valueMatcher(one, where));

  return (value) => value !== undefined && !isObject(value) && !excluded.some((matches) => matches(value));
}

/** `{ prefix: ['a', 'b'] }`: one matcher per text. */
function textMatchers(operand: Record<string, unknown>, where: string): Matcher[] {
  return Object.entries(operand).flatMap(([operator, texts]) => [texts].flat().map((text) => textMatcher(operator, text, where)));
}

function textMatcher(operator: unknown, operand: unknown, where: string): Matcher {
  const ignoresCase = isObject(operand) && Object.keys(operand).join() === 'equals-ignore-case';
  const expected = ignoresCase ? operand['equals-ignore-case'] : operand;
  if (typeof expected !== 'string') throw unknown({ [String(operator)]: operand }, where);

  const fold = (text: string): string => (ignoresCase || operator === 'equals-ignore-case' ? text.toLowerCase() : text);
  const compare = TEXT_OPERATORS[String(operator)];
  if (!compare) throw unknown({ [String(operator)]: operand }, where);

  return (value) => typeof value === 'string' && compare(fold(value), fold(expected));
}

const TEXT_OPERATORS: Readonly<Record<string, (value: string, expected: string) => boolean>> = {
  prefix: (value, expected) => value.startsWith(expected),
  suffix: (value, expected) => value.endsWith(expected),
  'equals-ignore-case': (value, expected) => value === expected,
};

const NUMBER_OPERATORS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/** `['>', 0, '<=', 5]`: every bound must hold. */
function numberMatcher(bounds: readonly unknown[], where: string): Matcher {
  const checks = bounds.flatMap((operator, index) => {
    if (index % 2 === 1) return [];

    const compare = NUMBER_OPERATORS[String(operator)];
    const bound = bounds[index + 1];
    if (!compare || typeof bound !== 'number') throw unknown({ numeric: bounds }, where);

    return (value: number) => compare(value, bound);
  });

  return (value) => typeof value === 'number' && checks.every((holds) => holds(value));
}

function anyOf(matchers: readonly Matcher[]): Matcher {
  return (value) => matchers.some((matches) => matches(value));
}

function listOf(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) throw unknown(value, where);

  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unknown(part: unknown, where: string): Refusal {
  return new Refusal(`The local run does not know ${JSON.stringify(part)} in the event pattern of ${where}.`);
}
