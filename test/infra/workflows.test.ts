import { beforeAll, describe, expect, it } from 'vitest';
import { functionNamed, grantsOf, tableGrants } from './support/policies.ts';
import { refersTo, type Synthesized, synthesized } from './support/synthesized.ts';

let deployment: Synthesized;

beforeAll(() => {
  deployment = synthesized();
}, 60_000);

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

it('every state machine is started by a function of its own, which may start it, and touch no table', () => {
  for (const { id, definition } of machines()) {
    const name = definition['Properties'].StateMachineName.replace('business-id-', 'business-id-start-workflow-');
    const start = functionNamed(deployment, name);
    const grants = grantsOf(deployment, start).filter(({ actions }) => actions.some((action) => !/^(logs|sqs):/.test(action)));

    expect(grants.map(({ actions }) => actions)).toEqual([['states:StartExecution']]);
    expect(refersTo(grants, id)).toBe(true);
    expect(refersTo(start.definition['Properties'].Environment.Variables.STATE_MACHINE_ARN, id)).toBe(true);
  }
});

it('is all there is of state machines: the purge, and the expiry of reset codes', () => {
  expect(
    machines()
      .map(({ definition }) => definition['Properties'].StateMachineName)
      .toSorted(),
  ).toEqual(['business-id-purge', 'business-id-reset-expiry']);
});

it('C-12 what expires reset codes may change credentials, and compute no code', () => {
  const grants = grantsOf(deployment, functionNamed(deployment, 'business-id-expire-resets'));

  expect(tableGrants(grants)).toEqual({
    'CREDENTIALS#*': ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem'],
  });
  expect(grants.flatMap(({ actions }) => actions)).not.toContain('kms:GenerateMac');
});
