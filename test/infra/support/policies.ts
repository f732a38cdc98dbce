import { only, type Resource, refersTo, type Synthesized } from './synthesized.ts';

/** A statement of an IAM policy, with actions and resources as lists. */
export type Statement = {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly unknown[];
  readonly condition: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

type Written = { Effect: string; Action: string | string[]; Resource: unknown; Condition?: Statement['condition'] };

export function statementsOf(document: { Statement: readonly Written[] }): Statement[] {
  return document.Statement.map(({ Effect, Action, Resource, Condition }) => ({
    effect: Effect,
    actions: [Action].flat(),
    resources: [Resource].flat(),
    condition: Condition ?? {},
  }));
}

/** The function of this name; its stack, ID and definition. */
export function functionNamed(deployment: Synthesized, name: string): Resource {
  const functions = deployment
    .all('AWS::Lambda::Function')
    .filter(({ definition }) => definition['Properties'].FunctionName === name);

  return only(functions, `function ${name}`);
}

/** Everything a function may do beside sending its traces, which each may (tracing.test.ts). */
export function grantsOf(deployment: Synthesized, lambda: Resource): Statement[] {
  return allGrantsOf(deployment, lambda).filter(({ actions }) => !actions.every((action) => action.startsWith('xray:')));
}

/** Everything a function may do. */
export function allGrantsOf(deployment: Synthesized, lambda: Resource): Statement[] {
  const [role]: [string] = lambda.definition['Properties'].Role['Fn::GetAtt'];

  return deployment
    .all('AWS::IAM::Policy')
    .filter(({ stack, definition }) => stack === lambda.stack && refersTo(definition['Properties'].Roles, role))
    .flatMap(({ definition }) => statementsOf(definition['Properties'].PolicyDocument));
}

/** Which actions a function has on the partitions of which entity: `{ 'GROUP#*': ['dynamodb:GetItem', …] }`, sorted. */
export function tableGrants(statements: readonly Statement[]): Record<string, string[]> {
  const grants: Record<string, string[]> = {};

  for (const { actions, condition } of statements) {
    const keys = condition['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'];

    for (const key of [keys ?? []].flat() as string[]) grants[key] = [...(grants[key] ?? []), ...actions].sort();
  }

  return grants;
}
