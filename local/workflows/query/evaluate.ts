import { StateFailure } from '../failure.ts';
import { awsFunctions } from './aws-functions.ts';
import { compiled, isQuery, messageOf } from './query.ts';

/** What an expression can see: `$states`, the variables assigned so far, and the time. */
export type Visible = {
  readonly states: Readonly<Record<string, unknown>>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly now: Date;
};

/**
 * A field of a state with each `{% … %}` in it evaluated; texts without are taken as they are.
 *
 * @param field its name, for the error
 * @throws StateFailure States.QueryEvaluationError when an expression fails, or answers nothing or what JSON cannot say
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export async function evaluated(template: unknown, field: string, visible: Visible): Promise<unknown> {
  if (typeof template === 'string') return isQuery(template) ? answerOf(template, field, visible) : template;
  if (Array.isArray(template)) return Promise.all(template.map((part, index) => evaluated(part, `${field}[${index}]`, visible)));
  if (typeof template !== 'object' || template === null) return template;

  return Object.fromEntries(
    await Promise.all(
      Object.entries(template).map(async ([key, part]) => [key, await evaluated(part, `${field}/${key}`, visible)] as const),
    ),
  );
}

async function answerOf(query: string, field: string, { states, variables, now }: Visible): Promise<unknown> {
  try {
    const answer: unknown = await compiled(query).evaluate(undefined, { ...variables, ...awsFunctions(now), states });
    if (answer === undefined) throw new Error('it returned nothing (undefined)');

    return JSON.parse(JSON.stringify(answer, onlyJson)) as unknown;
  } catch (cause) {
    throw new StateFailure(
      'States.QueryEvaluationError',
      `The JSONata expression '${query}' specified for the field '${field}' failed: ${messageOf(cause)}`,
    );
  }
}

/** JSON would leave functions out and make null of what is no number: an expression must not end that way in silence. */
function onlyJson(_: string, value: unknown): unknown {
  const isFunction =
    typeof value === 'function' || (typeof value === 'object' && value !== null && MARKS.some((mark) => mark in value));
  if (isFunction || (typeof value === 'number' && !Number.isFinite(value))) throw new Error('it returned what is no JSON');

  return value;
}

/** How JSONata marks its own functions. */
const MARKS = ['_jsonata_function', '_jsonata_lambda'];
