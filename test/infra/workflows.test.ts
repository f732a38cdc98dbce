import { beforeAll, describe, expect, it } from 'vitest';
import { functionNamed, grantsOf, tableGrants } from './support/policies.ts';
import { only, refersTo, type Synthesized, synthesized } from './support/synthesized.ts';

let deployment: Synthesized;

beforeAll(() => {
  deployment = synthesized();
});

const machines = () => deployment.all('AWS::StepFunctions::StateMachine');
const properties = (type: string) => deployment.all(type).map(({ definition }) => definition['Properties']);

describe('every state machine', () => {
  it('logs without the data of executions, and raises an alarm for one that fails or times out', () => {
    expect(machines().length).toBeGreaterThan(0);

    for (const { id, definition } of machines()) {
      expect(definition['Properties'].LoggingConfiguration).toMatchObject({ Level: 'ALL', IncludeExecutionData: false });

      const alarms = properties('AWS::CloudWatch::Alarm').filter(({ Dimensions }) => refersTo(Dimensions, id));
      expect(alarms.map(({ MetricName }) => MetricName).toSorted()).toEqual(['ExecutionsFailed', 'ExecutionsTimedOut']);
    }
  });

  it('may invoke the functions of its tasks, write its log and traces, and nothing else', () => {
    for (const { id, definition } of machines()) {
      const policies = properties('AWS::IAM::Policy').filter(({ Roles }) =>
        Roles.some((role: unknown) => JSON.stringify(role) === JSON.stringify({ Ref: roleOf(definition['Properties']) })),
      );
      const statements = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
      const invoking = statements.filter(({ Action }) => Action === 'lambda:InvokeFunction');

      expect(invoking.length, id).toBeGreaterThan(0);
      for (const { Resource } of invoking) expect(JSON.stringify(Resource)).not.toContain('*');
      for (const { Action } of statements.filter((statement) => !invoking.includes(statement))) {
        for (const action of Action)
          expect(action).toMatch(/^(logs:.*(LogDeliver|ResourcePolic|LogGroups)|xray:(Put|GetSampling))/);
      }
    }
  });
});

function roleOf({ RoleArn }: { RoleArn: { 'Fn::GetAtt': [string, string] } }): string {
  return RoleArn['Fn::GetAtt'][0];
}

describe('the purge', () => {
  it('S-11 may delete what a user or a group leaves behind, and no history, event or mail', () => {
    expect(tableGrants(grantsOf(deployment, functionNamed(deployment, 'business-id-purge-removed')))).toEqual({
      'SUBSCRIPTION#*': ['dynamodb:BatchGetItem', 'dynamodb:GetItem'],
      'USER#*': ['dynamodb:BatchGetItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem'],
      'CREDENTIALS#*': ['dynamodb:BatchGetItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem'],
      'GROUP#*': ['dynamodb:DeleteItem'],
      'SESSION#*': ['dynamodb:DeleteItem', 'dynamodb:Query'],
      'IDEMPOTENCY#*': ['dynamodb:DeleteItem', 'dynamodb:Query'],
      'LOGIN_ID#*': ['dynamodb:DeleteItem', 'dynamodb:PutItem'],
      'LOGIN_PASSWORD_RESET#*': ['dynamodb:DeleteItem'],
    });
  });
});

describe('the purge of a cancelled subscription', () => {
  it('S-11 H-3 may delete what a subscription leaves behind, and no history, acceptance, event or mail', () => {
    expect(tableGrants(grantsOf(deployment, functionNamed(deployment, 'business-id-purge-subscription')))).toEqual({
      'SUBSCRIPTION#*': ['dynamodb:BatchGetItem', 'dynamodb:GetItem'],
      'USER#*': ['dynamodb:BatchGetItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:Query'],
      'CREDENTIALS#*': ['dynamodb:BatchGetItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem'],
      'GROUP#*': ['dynamodb:DeleteItem', 'dynamodb:Query'],
      'APPROVAL_REQUEST#*': ['dynamodb:DeleteItem', 'dynamodb:Query'],
      'APPROVAL_REFERENCE#*': ['dynamodb:DeleteItem', 'dynamodb:Query'],
      'SESSION#*': ['dynamodb:DeleteItem', 'dynamodb:Query'],
      'IDEMPOTENCY#*': ['dynamodb:DeleteItem', 'dynamodb:Query'],
      'LOGIN_ID#*': ['dynamodb:DeleteItem', 'dynamodb:PutItem'],
      'LOGIN_PASSWORD_RESET#*': ['dynamodb:DeleteItem'],
    });
  });

  it('S-11 waits longer than any function runs before it looks at what is there', () => {
    const [{ DefinitionString }] = properties('AWS::StepFunctions::StateMachine').filter(
      ({ StateMachineName }) => StateMachineName === 'business-id-subscription-purge',
    );
    const longest = Math.max(...properties('AWS::Lambda::Function').map(({ Timeout }) => Timeout));

    expect(JSON.stringify(DefinitionString)).toContain('\\"StartAt\\":\\"WaitForLateWrites\\"');
    const [, seconds] = /\\"Seconds\\":(\d+)/.exec(JSON.stringify(DefinitionString)) ?? [];
    expect(Number(seconds)).toBeGreaterThanOrEqual(longest);
  });
});

describe('the erasure of a tenant', () => {
  it('H-3 alone may delete history, and no event, mail or certificate; the taken ID it only reads', () => {
    const grants = tableGrants(grantsOf(deployment, functionNamed(deployment, 'business-id-purge-tenant')));
    const deleting = deployment
      .all('AWS::Lambda::Function')
      .map(({ definition }) => definition['Properties'].FunctionName as string)
      .filter((name) =>
        tableGrants(grantsOf(deployment, functionNamed(deployment, name)))['LOGIN_HISTORY#*']?.includes('dynamodb:DeleteItem'),
      );

    expect(deleting).toEqual(['business-id-purge-tenant']);
    expect(grants['ERASED_TENANT#*']).toEqual(['dynamodb:BatchGetItem', 'dynamodb:GetItem']);
    for (const entity of ['OUTBOX#*', 'MAIL#*']) expect(grants).not.toHaveProperty([entity]);
    for (const entity of ['CERTIFICATE#*', 'CERTIFICATE_ORDER#*']) expect(grants[entity]).toEqual(['dynamodb:Query']);
  });
});

it('every state machine is started by a function of its own, which may start no other, and change no item', () => {
  for (const { id } of machines()) {
    const start = only(
      deployment
        .all('AWS::Lambda::Function')
        .filter(({ definition }) => refersTo(definition['Properties'].Environment.Variables.STATE_MACHINE_ARN, id)),
      `function that starts ${id}`,
    );
    const grants = grantsOf(deployment, start).filter(({ actions }) => !/^(logs|sqs|kms):/.test(actions.join()));
    const [starting, ...others] = grants.toSorted((a, b) => b.actions.join().localeCompare(a.actions.join()));

    expect(starting?.actions).toEqual(['states:StartExecution']);
    expect(starting?.resources).toHaveLength(1);
    expect(refersTo(starting?.resources, id)).toBe(true);
    for (const { actions } of others) expect(actions).toEqual(['dynamodb:Query']);
  }
});

it('is all there is of state machines', () => {
  expect(
    machines()
      .map(({ definition }) => definition['Properties'].StateMachineName)
      .toSorted(),
  ).toEqual([
    'business-id-certificate-audit',
    'business-id-order-expiry',
    'business-id-purge',
    'business-id-renewal-reminders',
    'business-id-reset-expiry',
    'business-id-revocation',
    'business-id-subscription-purge',
    'business-id-tenant-erasure',
  ]);
});

it('C-12 what expires reset codes may change credentials, and compute no code', () => {
  const grants = grantsOf(deployment, functionNamed(deployment, 'business-id-expire-resets'));

  expect(tableGrants(grants)).toEqual({
    'CREDENTIALS#*': ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem'],
  });
  expect(grants.flatMap(({ actions }) => actions)).not.toContain('kms:GenerateMac');
});
