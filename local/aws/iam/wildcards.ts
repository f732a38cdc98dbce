/**
 * Matches a text against an IAM pattern: `*` stands for any characters, `?` for one.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matchesPattern(pattern: string, text: string): boolean {
  return patternExpression(pattern).test(text);
}

const expressions = new Map<string, RegExp>();

function patternExpression(pattern: string): RegExp {
  const known = expressions.get(pattern);
  if (known) return known;

  const source = pattern.replaceAll(/[\\^$.*+?()[\]{}|]/g, (character) => {
    if (character === '*') return '.*';
    return character === '?' ? '.' : `\\${character}`;
  });
  const expression = new RegExp(`^${source}$`, 's');
  expressions.set(pattern, expression);

  return expression;
}

/**
 * Matches an ARN against an ARN pattern part by part, so that a `*` never reaches over a colon of the first five parts.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function matchesArn(pattern: string, arn: string): boolean {
  const patternParts = arnParts(pattern);
  const parts = arnParts(arn);

  return parts.length === patternParts.length && parts.every((part, index) => matchesPattern(patternParts[index] ?? '', part));
}

/** `arn`, partition, service, region, account, and the rest, which may hold colons. */
function arnParts(arn: string): string[] {
  const parts = arn.split(':');

  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}
