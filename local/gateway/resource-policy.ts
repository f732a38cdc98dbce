import { matchesPattern } from '../aws/iam/wildcards.ts';

/** What the resource policy of an API says about who may call it. */
export type ResourcePolicy = {
  /** Role ARNs that are allowed by name, in the order of the policy. */
  readonly roles: readonly string[];
  /** Decides for a caller; an unsigned one has no ARN. */
  allows(caller: string | undefined): boolean;
};

type Statement = {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal: '*' | { readonly AWS: string | readonly string[] };
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
};

/** What a statement holds, apart from Sid. Anything else could change its meaning. */
const KNOWN_ELEMENTS = ['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition'];

/** All stages, methods and paths of an API; API Gateway fills in the rest of a short form. */
const WHOLE_API = /^(\*|execute-api:\/?\*|arn:aws:execute-api:[^/]+\/\*)$/;

/** Whether a negated operator holds for a request that lacks the key: it does, in IAM. */
const OPERATORS: Readonly<Record<string, { readonly negated: boolean }>> = {
  ArnEquals: { negated: false },
  ArnLike: { negated: false },
  StringEquals: { negated: false },
  StringLike: { negated: false },
  ArnNotEquals: { negated: true },
  ArnNotLike: { negated: true },
  StringNotEquals: { negated: true },
  StringNotLike: { negated: true },
};

/**
 * Reads the resource policy of an API; undefined when it has none. Statements are about the whole API.
 *
 * @throws for an element, condition or resource that the local run does not know: it must not be taken for an allowance
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies.html
 */
export function resourcePolicy(document: unknown, where: string): ResourcePolicy | undefined {
  if (typeof document !== 'object' || document === null || !('Statement' in document)) return undefined;

  const statements = list(document.Statement) as Statement[];
  for (const statement of statements) refuseUnknown(statement, where);

  const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
  const denied = statements.filter(({ Effect }) => Effect === 'Deny');

  return {
    roles: allowed.flatMap(principals).filter((principal) => principal.includes(':role/')),
    allows: (caller) =>
      allowed.some((statement) => appliesTo(statement, caller)) && !denied.some((statement) => appliesTo(statement, caller)),
  };
}

function refuseUnknown(statement: Statement, where: string): void {
  const elements = Object.keys(statement).filter((element) => !KNOWN_ELEMENTS.includes(element));
  const conditions = Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.keys(keys).filter((key) => !(operator in OPERATORS) || key !== 'aws:PrincipalArn'),
  );
  const resources = list(statement.Resource).filter((resource) => !WHOLE_API.test(String(resource)));
  const actions = list(statement.Action).filter(
    (action) => action !== 'execute-api:Invoke' && action !== '*' && action !== 'execute-api:*',
  );
  const unknown = [...elements, ...conditions, ...resources, ...actions];

  if (unknown.length > 0) throw new Error(`${where}: the local run does not know ${unknown.join(', ')} in a resource policy`);
}

function appliesTo(statement: Statement, caller: string | undefined): boolean {
  const names = principals(statement);
  const named = names.includes('*') || (caller !== undefined && names.includes(caller));

  return named && Object.entries(statement.Condition ?? {}).every(([operator, keys]) => holds(operator, keys, caller));
}

function holds(
  operator: string,
  keys: Readonly<Record<string, string | readonly string[]>>,
  caller: string | undefined,
): boolean {
  return Object.values(keys).every((patterns) => {
    const matches = caller !== undefined && list(patterns).some((pattern) => matchesPattern(String(pattern), caller));

    return OPERATORS[operator]?.negated ? !matches : matches;
  });
}

function principals({ Principal }: Statement): string[] {
  return Principal === '*' ? ['*'] : list(Principal.AWS).map(String);
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}
