import * as z from 'zod';
import type { Assembly, Resource } from '../../template/assembly.ts';
import { NotEmulatedError } from '../aws-error.ts';
import { type Statement, statementsOf } from './statements.ts';

const InlinePolicy = z.object({ PolicyName: z.string(), PolicyDocument: z.unknown().optional() });
const RoleProperties = z.object({
  Policies: z.array(InlinePolicy).default([]),
  ManagedPolicyArns: z.array(z.string()).default([]),
  PermissionsBoundary: z.unknown().optional(),
});
const AttachedPolicy = z.object({ PolicyDocument: z.unknown().optional(), Roles: z.array(z.string()).default([]) });

/** AWS's own policies as far as stacks use them. https://docs.aws.amazon.com/aws-managed-policy/latest/reference/ */
const AWS_MANAGED: Readonly<Record<string, unknown>> = {
  AWSLambdaBasicExecutionRole: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' }],
  },
};

/**
 * The identity policies of the template's roles, each read when its role first calls.
 *
 * @returns the statements of a role by its ARN; throws NotEmulatedError for a policy the local run cannot read
 */
export function rolePolicies(assembly: Assembly): (roleArn: string) => readonly Statement[] {
  const read = new Map<string, readonly Statement[]>();

  return (roleArn) => {
    const known = read.get(roleArn);
    if (known) return known;

    const role = assembly.resource(roleArn, 'AWS::IAM::Role');
    if (!role) throw new Error(`The template has no role ${roleArn}`);

    const { Policies, ManagedPolicyArns, PermissionsBoundary } = RoleProperties.parse(role.properties);
    if (PermissionsBoundary !== undefined) throw new NotEmulatedError(`the permissions boundary of ${role.logicalId}`);

    const statements = [
      ...Policies.flatMap((policy) => statementsOf(policy.PolicyDocument, `${role.logicalId}/${policy.PolicyName}`)),
      ...attachedStatements(role, assembly),
      ...ManagedPolicyArns.flatMap((arn) => managedStatements(arn, assembly)),
    ];
    read.set(roleArn, statements);

    return statements;
  };
}

/** Policies that name the role, instead of being named by it. */
function attachedStatements(role: Resource, assembly: Assembly): Statement[] {
  return [...assembly.resources('AWS::IAM::Policy'), ...assembly.resources('AWS::IAM::ManagedPolicy')].flatMap((policy) => {
    const { Roles, PolicyDocument } = AttachedPolicy.parse(policy.properties);

    return Roles.includes(role.physicalId) ? statementsOf(PolicyDocument, policy.logicalId) : [];
  });
}

function managedStatements(arn: string, assembly: Assembly): Statement[] {
  const own = assembly.resource(arn, 'AWS::IAM::ManagedPolicy');
  const document = own ? own.properties['PolicyDocument'] : AWS_MANAGED[arn.split('/').at(-1) ?? ''];
  if (!document) throw new NotEmulatedError(`the managed policy ${arn}`);

  return statementsOf(document, arn);
}
