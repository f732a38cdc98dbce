import * as z from 'zod';
import { NotEmulatedError } from '../aws-error.ts';
import type { Condition } from './conditions.ts';

/** Patterns of actions or resources; `negated` for NotAction and NotResource. */
export type Patterns = { readonly negated: boolean; readonly patterns: readonly string[] };

export type Statement = {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Patterns;
  readonly resources: Patterns;
  readonly conditions: readonly Condition[];
};

const OneOrMore = z.union([z.string().transform((text) => [text]), z.array(z.string())]);
const ConditionValue = z.union([z.string(), z.boolean().transform(String), z.number().transform(String)]);
const ConditionValues = z.union([ConditionValue.transform((value) => [value]), z.array(ConditionValue)]);

const StatementDocument = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: OneOrMore.optional(),
  NotAction: OneOrMore.optional(),
  Resource: OneOrMore.optional(),
  NotResource: OneOrMore.optional(),
  Condition: z.record(z.string(), z.record(z.string(), ConditionValues)).optional(),
});

const PolicyDocument = z.strictObject({
  Version: z.literal('2012-10-17'),
  Id: z.string().optional(),
  Statement: z.union([StatementDocument.transform((statement) => [statement]), z.array(StatementDocument)]),
});

/**
 * The statements of an identity policy document.
 *
 * @throws NotEmulatedError for a policy element the local run does not know
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export function statementsOf(document: unknown, where: string): Statement[] {
  const parsed = PolicyDocument.safeParse(document);
  if (!parsed.success) throw new NotEmulatedError(`an element of the policy ${where}: ${z.prettifyError(parsed.error)}`);

  return parsed.data.Statement.map((statement) => ({
    effect: statement.Effect,
    actions: patternsOf(statement.Action, statement.NotAction, where),
    resources: patternsOf(statement.Resource, statement.NotResource, where),
    conditions: conditionsOf(statement.Condition ?? {}),
  }));
}

function patternsOf(wanted: string[] | undefined, unwanted: string[] | undefined, where: string): Patterns {
  const patterns = wanted ?? unwanted;

  if (!patterns || (wanted && unwanted)) {
    throw new NotEmulatedError(`a statement of ${where} without exactly one list of each kind`);
  }
  if (patterns.some((pattern) => pattern.includes('${'))) throw new NotEmulatedError(`policy variables (${where})`);

  return { negated: wanted === undefined, patterns };
}

function conditionsOf(element: Record<string, Record<string, string[]>>): Condition[] {
  return Object.entries(element).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
  );
}
