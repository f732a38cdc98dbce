import { NotEmulatedError } from '../aws-error.ts';
import { matchesArn, matchesPattern } from './wildcards.ts';

/**
 * The condition keys of a request with their values; an empty list = the key is known and not in this request.
 * A key that is not listed is one the local run does not set.
 */
export type ConditionContext = Readonly<Record<string, readonly string[]>>;

/** One key of a policy's Condition element. */
export type Condition = {
  /** For example `ForAllValues:StringLike`. */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
};

type Comparison = (expected: string, actual: string) => boolean;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  StringEquals: (expected, actual) => expected === actual,
  StringLike: matchesPattern,
  ArnLike: matchesArn,
  Bool: (expected, actual) => expected.toLowerCase() === actual.toLowerCase(),
};

/**
 * Tells whether a request meets a condition.
 *
 * @throws NotEmulatedError for an operator, a key or a policy variable the local run does not know: never an allow
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function meetsCondition({ operator, key, values }: Condition, context: ConditionContext): boolean {
  const actual = contextValues(key, context);
  if (operator === 'Null') return values.some((value) => (value === 'true') === (actual.length === 0));

  const [comparisonName, quantifier] = operator.split(':').reverse();
  const compare = COMPARISONS[comparisonName ?? ''];
  if (!compare) throw new NotEmulatedError(`the policy condition operator ${operator}`);

  const variable = values.find((value) => value.includes('${'));
  if (variable !== undefined) throw new NotEmulatedError(`policy variables (${variable})`);

  const matchesOne = (value: string): boolean => values.some((expected) => compare(expected, value));

  switch (quantifier) {
    case undefined:
      if (actual.length > 1) {
        throw new NotEmulatedError(`${operator} on the multivalued key ${key}: say ForAllValues or ForAnyValue`);
      }
      return actual.some(matchesOne);
    case 'ForAllValues':
      // True without any value as well: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
      return actual.every(matchesOne);
    case 'ForAnyValue':
      return actual.some(matchesOne);
    default:
      throw new NotEmulatedError(`the policy condition operator ${operator}`);
  }
}

/** Condition keys are compared without case. */
function contextValues(key: string, context: ConditionContext): readonly string[] {
  const name = Object.keys(context).find((known) => known.toLowerCase() === key.toLowerCase());
  const values = name === undefined ? undefined : context[name];
  if (!values) throw new NotEmulatedError(`the policy condition key ${key} for this call`);

  return values;
}
