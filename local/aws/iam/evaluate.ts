import { type ConditionContext, meetsCondition } from './conditions.ts';
import type { Patterns, Statement } from './statements.ts';
import { matchesPattern } from './wildcards.ts';

export type Decision = 'allowed' | 'implicitly-denied' | 'explicitly-denied';

/**
 * Decides by identity policies: an explicit Deny wins, an Allow is needed.
 *
 * @throws NotEmulatedError when a statement that bears on the request holds what the local run does not know
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(
  statements: readonly Statement[],
  { action, resource, context }: { action: string; resource: string; context: ConditionContext },
): Decision {
  const applying = statements.filter(
    (statement) =>
      // Action names are compared without case, resources with it.
      matches(statement.actions, action, (pattern, name) => matchesPattern(pattern.toLowerCase(), name.toLowerCase())) &&
      matches(statement.resources, resource, matchesPattern) &&
      statement.conditions.every((condition) => meetsCondition(condition, context)),
  );

  if (applying.some(({ effect }) => effect === 'Deny')) return 'explicitly-denied';

  return applying.length > 0 ? 'allowed' : 'implicitly-denied';
}

function matches({ negated, patterns }: Patterns, text: string, match: (pattern: string, text: string) => boolean): boolean {
  return patterns.some((pattern) => match(pattern, text)) !== negated;
}
