import jsonata from 'jsonata';

const OPENING = '{%';
const CLOSING = '%}';

/** Tells whether a text is a JSONata expression as state machines write it: `{% … %}`. */
export function isQuery(text: string): boolean {
  return text.startsWith(OPENING) && text.endsWith(CLOSING) && text.length >= OPENING.length + CLOSING.length;
}

/** What is wrong with a text that is, or looks like, an expression; undefined when nothing is. */
export function queryProblem(text: string): string | undefined {
  if (!isQuery(text)) {
    return text.startsWith(OPENING) || text.endsWith(CLOSING) ? `${text} must begin with {% and end with %}` : undefined;
  }

  try {
    compiled(text);
  } catch (cause) {
    return `${text} is no JSONata: ${messageOf(cause)}`;
  }

  return usesNewerOperator(text) ? `${text} uses an operator that is newer than the JSONata of Step Functions` : undefined;
}

const expressions = new Map<string, jsonata.Expression>();

/** The expression in `{% … %}`. @throws what JSONata says of its syntax */
export function compiled(query: string): jsonata.Expression {
  const known = expressions.get(query);
  if (known) return known;

  const expression = jsonata(query.slice(OPENING.length, -CLOSING.length));
  expressions.set(query, expression);

  return expression;
}

/** JSONata's errors are objects with a message, not always instances of Error. */
export function messageOf(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'message' in cause ? String(cause.message) : String(cause);
}

const NO_OPERATORS = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`|\/\*[\s\S]*?\*\/|\/(?:\\.|[^/\\\s])+\/[im]*/g;

/**
 * AWS evaluates with JSONata 2.0.6; `??` and `?:` came with 2.1, so that AWS would refuse what passes here.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
function usesNewerOperator(query: string): boolean {
  return /\?[?:]/.test(query.replaceAll(NO_OPERATORS, ''));
}
