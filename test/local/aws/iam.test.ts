import { describe, expect, it } from 'vitest';
import { AwsError, NotEmulatedError } from '../../../local/aws/aws-error.ts';
import { createAuthorize } from '../../../local/aws/iam/authorize.ts';
import type { ConditionContext } from '../../../local/aws/iam/conditions.ts';
import { evaluate } from '../../../local/aws/iam/evaluate.ts';
import { statementsOf } from '../../../local/aws/iam/statements.ts';
import { ACCOUNT, allow, assemblyOf, type PolicyStatement, resource, role } from './hand-made.ts';

const TABLE = 'arn:aws:dynamodb:ap-northeast-1:1:table/things';

function decide(
  statements: PolicyStatement[],
  { action = 'dynamodb:GetItem', resource = TABLE, context = {} as ConditionContext } = {},
) {
  return evaluate(statementsOf({ Version: '2012-10-17', Statement: statements }, 'policy'), { action, resource, context });
}

const deny = (Action: string): PolicyStatement => ({ Effect: 'Deny', Action, Resource: '*' });

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
describe('the decision', () => {
  it.each<[string, PolicyStatement[], string]>([
    ['nothing granted', [], 'implicitly-denied'],
    ['the action granted', [allow('dynamodb:GetItem', TABLE)], 'allowed'],
    ['the action without case', [allow('DynamoDB:getitem', TABLE)], 'allowed'],
    ['a pattern of the action', [allow('dynamodb:Get*', TABLE)], 'allowed'],
    ['another action', [allow('dynamodb:Get', TABLE)], 'implicitly-denied'],
    ['a pattern of the resource', [allow('dynamodb:*', 'arn:aws:dynamodb:*:table/thing?')], 'allowed'],
    ['the resource in another case', [allow('dynamodb:*', TABLE.toUpperCase())], 'implicitly-denied'],
    ['an index of the resource only', [allow('dynamodb:*', `${TABLE}/index/*`)], 'implicitly-denied'],
    ['an allow and a deny', [allow('*', '*'), deny('dynamodb:Get*')], 'explicitly-denied'],
    ['all but another action', [{ Effect: 'Allow', NotAction: 'dynamodb:PutItem', Resource: '*' }], 'allowed'],
    ['all but this action', [{ Effect: 'Allow', NotAction: ['dynamodb:GetItem'], Resource: '*' }], 'implicitly-denied'],
    ['all but this resource', [{ Effect: 'Allow', Action: '*', NotResource: TABLE }], 'implicitly-denied'],
  ])('%s', (_, statements, decision) => {
    expect(decide(statements)).toBe(decision);
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
describe('a condition', () => {
  const context = { one: ['a'], several: ['GROUP#1', 'GROUP#2'], none: [], flag: ['true'], arn: ['arn:aws:s3:::bucket/a'] };

  it.each<[string, Record<string, unknown>, boolean]>([
    ['StringEquals', { StringEquals: { one: ['x', 'a'] } }, true],
    ['StringEquals, key without case', { StringEquals: { ONE: 'a' } }, true],
    ['StringEquals, other value', { StringEquals: { one: 'b' } }, false],
    ['StringEquals, no value', { StringEquals: { none: 'a' } }, false],
    ['StringLike', { StringLike: { one: '?' } }, true],
    ['all of several conditions', { StringLike: { one: '?', flag: 'false' } }, false],
    ['Bool', { Bool: { flag: true } }, true],
    ['ArnLike', { ArnLike: { arn: 'arn:aws:s3:::*' } }, true],
    ['ArnLike, over a colon', { ArnLike: { arn: 'arn:*/a' } }, false],
    ['Null, of a value', { Null: { one: 'false' } }, true],
    ['Null, of none', { Null: { none: 'false' } }, false],
    ['ForAllValues, all', { 'ForAllValues:StringLike': { several: 'GROUP#*' } }, true],
    ['ForAllValues, one not', { 'ForAllValues:StringEquals': { several: ['GROUP#1'] } }, false],
    ['ForAllValues, no value', { 'ForAllValues:StringLike': { none: 'GROUP#*' } }, true],
    ['ForAnyValue, one', { 'ForAnyValue:StringEquals': { several: 'GROUP#2' } }, true],
    ['ForAnyValue, no value', { 'ForAnyValue:StringLike': { none: '*' } }, false],
  ])('%s', (_, condition, met) => {
    expect(decide([allow('*', '*', condition)], { context })).toBe(met ? 'allowed' : 'implicitly-denied');
  });

  it.each<[string, Record<string, unknown>]>([
    ['an operator', { StringMatches: { one: 'a' } }],
    ['a quantifier', { 'ForSomeValues:StringLike': { several: 'a' } }],
    ['IfExists', { StringEqualsIfExists: { one: 'a' } }],
    ['a key', { StringEquals: { 'aws:SourceVpc': 'a' } }],
    ['a policy variable', { StringLike: { one: `\${aws:username}` } }],
    ['one value asked of several', { StringLike: { several: 'GROUP#*' } }],
  ])('with %s that is not known is an error', (_, condition) => {
    expect(() => decide([allow('*', '*', condition)], { context })).toThrow(NotEmulatedError);
  });
});

it.each<[string, Record<string, unknown>]>([
  ['an element', { Effect: 'Allow', Action: '*', Resource: '*', Principal: '*' }],
  ['a variable in a resource', { Effect: 'Allow', Action: '*', Resource: `arn:aws:s3:::\${aws:username}` }],
  ['no resource', { Effect: 'Allow', Action: '*' }],
])('%s that a policy of a role cannot hold is an error', (_, statement) => {
  expect(() => decide([statement])).toThrow(NotEmulatedError);
});

describe('a role’s policies', () => {
  const user = { ...role('user'), properties: {} };
  const document = (Action: string) => ({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource: '*' } });
  const managed = resource('AWS::IAM::ManagedPolicy', 'managed', `arn:aws:iam::${ACCOUNT}:policy/managed`, {
    PolicyDocument: document('s3:GetObject'),
  });
  const check = (action: string, properties: Record<string, unknown>, ...others: ReturnType<typeof resource>[]): void =>
    createAuthorize(assemblyOf({ ...user, properties }, managed, ...others))(user.arn, { action, resource: 'r', context: {} });

  it.each<[string, string, Record<string, unknown>, ReturnType<typeof resource>[]]>([
    ['inline', 's3:PutObject', { Policies: [{ PolicyName: 'p', PolicyDocument: document('s3:PutObject') }] }, []],
    [
      'of AWS::IAM::Policy',
      's3:PutObject',
      {},
      [resource('AWS::IAM::Policy', 'p', 'arn:p', { Roles: ['user'], PolicyDocument: document('s3:PutObject') })],
    ],
    ['managed by the template', 's3:GetObject', { ManagedPolicyArns: [managed.arn] }, []],
    [
      'managed by AWS',
      'logs:PutLogEvents',
      { ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'] },
      [],
    ],
  ])('%s count', (_, action, properties, others) => {
    expect(() => check(action, properties, ...others)).not.toThrow();
    expect(() => check('s3:DeleteObject', properties, ...others)).toThrow(AwsError);
  });

  it('of another role do not count', () => {
    const others = resource('AWS::IAM::Policy', 'p', 'arn:p', { Roles: ['another'], PolicyDocument: document('s3:PutObject') });

    expect(() => check('s3:PutObject', {}, others)).toThrow('is not authorized to perform: s3:PutObject');
  });

  it.each([
    ['an unknown managed policy', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] }],
    ['a permissions boundary', { PermissionsBoundary: managed.arn }],
  ])('%s is an error', (_, properties) => {
    expect(() => check('s3:GetObject', properties)).toThrow(NotEmulatedError);
  });
});
