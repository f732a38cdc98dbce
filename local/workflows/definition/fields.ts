import * as z from 'zod';
import { isQuery, queryProblem } from '../query/query.ts';

/** A JSONata expression, `{% … %}`. */
export const Query = z.string().refine(isQuery, { error: 'must be an expression {% … %}' }).superRefine(checkQueries);

/** Any JSON with expressions in it. */
export const Template = z.unknown().superRefine(checkQueries);

export const Text = z.string().superRefine(checkQueries);

/** https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html */
export const Assign = z.record(z.string().regex(/^(?!states$)[\p{ID_Start}][\p{ID_Continue}]{0,79}$/u), Template);

const ErrorEquals = z
  .array(z.string())
  .min(1)
  .refine((names) => names.length === 1 || !names.includes('States.ALL'), { error: 'States.ALL must stand alone' });

/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-retrying-after-an-error */
const Retrier = z.strictObject({
  ErrorEquals,
  IntervalSeconds: z.int().min(1).max(99_999_999).default(1),
  MaxAttempts: z.int().min(0).max(99_999_999).default(3),
  BackoffRate: z.number().min(1).default(2),
  MaxDelaySeconds: z.int().min(1).max(31_622_399).optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).default('NONE'),
});
export type Retrier = z.output<typeof Retrier>;

/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-fallback-states */
const Catcher = z.strictObject({ ErrorEquals, Next: z.string(), Output: Template.optional(), Assign: Assign.optional() });
export type Catcher = z.output<typeof Catcher>;

export const Retry = z.array(Retrier).superRefine(catchAllLast).default([]);
export const Catch = z.array(Catcher).superRefine(catchAllLast).default([]);

function catchAllLast(all: readonly { readonly ErrorEquals: readonly string[] }[], context: z.RefinementCtx): void {
  const first = all.findIndex(({ ErrorEquals: names }) => names.includes('States.ALL'));

  if (first !== -1 && first < all.length - 1) context.addIssue({ code: 'custom', message: 'States.ALL must come last' });
}

/** Every text that is, or looks like, an expression must be one that JSONata understands. */
function checkQueries(value: unknown, context: z.RefinementCtx): void {
  for (const text of textsOf(value)) {
    const problem = queryProblem(text);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  }
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];

  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
