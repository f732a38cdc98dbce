import { Match } from 'aws-cdk-lib/assertions';
import { beforeAll, expect, it } from 'vitest';
import { statementsOf } from './support/policies.ts';
import { refersTo, type Synthesized, synthesized } from './support/synthesized.ts';

let deployment: Synthesized;

beforeAll(() => {
  deployment = synthesized();
});

/** Delivering a state machine's log and traces knows no resources; AWS documents both with `*`. */
const WITHOUT_RESOURCES = /^(logs:\w*(LogDelivery|LogDeliveries|LogGroups|ResourcePolicy|ResourcePolicies)|xray:\w+)$/;

/** AWS Private CA chooses the names of audit reports. */
const REPORTS = /"\/audit-report\/\*"/;

it('no identity policy names an action or a resource with *, but where AWS knows no resource or chooses its name', () => {
  const policies = deployment
    .all('AWS::IAM::Policy')
    .flatMap(({ definition }) => statementsOf(definition['Properties'].PolicyDocument));

  expect(policies.length).toBeGreaterThan(0);
  for (const { effect, actions, resources } of policies) {
    expect(effect).toBe('Allow');
    expect(actions.join()).not.toContain('*');
    if (actions.every((action) => WITHOUT_RESOURCES.test(action))) continue;

    expect(JSON.stringify(resources).replace(REPORTS, '')).not.toContain('*');
  }
});

it('no role of a function is shared, or carries a policy managed elsewhere', () => {
  const roles = deployment
    .all('AWS::Lambda::Function')
    .map(({ stack, definition }) => `${stack}/${definition['Properties'].Role['Fn::GetAtt'][0]}`);

  expect(new Set(roles).size).toBe(roles.length);

  for (const { stack, id, definition } of deployment.all('AWS::IAM::Role')) {
    if (roles.includes(`${stack}/${id}`)) expect(definition['Properties']).not.toHaveProperty('ManagedPolicyArns');
  }
});

it('every function writes to a log group of its own that keeps entries for the time of the settings', () => {
  const groups = deployment.all('AWS::Logs::LogGroup');
  for (const { definition } of groups) expect(definition['Properties'].RetentionInDays).toBe(365);

  const used = deployment.all('AWS::Lambda::Function').map(({ stack, definition }) => {
    const group = groups.find((one) => one.stack === stack && refersTo(definition['Properties'].LoggingConfig.LogGroup, one.id));

    return `${stack}/${group?.id}`;
  });

  expect(used.filter((group) => group.endsWith('undefined'))).toEqual([]);
  expect(new Set(used).size).toBe(used.length);
});

it('every function raises an alarm when it fails', () => {
  const alarms = deployment
    .all('AWS::CloudWatch::Alarm')
    .filter(({ definition }) => definition['Properties'].MetricName === 'Errors');

  for (const lambda of deployment.all('AWS::Lambda::Function')) {
    const own = alarms.filter(
      ({ stack, definition }) => stack === lambda.stack && refersTo(definition['Properties'].Dimensions, lambda.id),
    );

    expect(own, lambda.id).toHaveLength(1);
  }
});

it('every alarm tells the alarm topic, and silence is an alarm only of what is measured every day', () => {
  for (const { definition } of deployment.all('AWS::CloudWatch::Alarm')) {
    expect(definition['Properties']).toMatchObject({
      AlarmActions: [{ 'Fn::ImportValue': expect.stringContaining('business-id-alarms:') }],
      TreatMissingData: definition['Properties'].Period === 86_400 ? 'breaching' : 'notBreaching',
    });
  }
});

it('alarms of the account may tell the alarm topic', () => {
  deployment.template('business-id-alarms').hasResourceProperties('AWS::SNS::TopicPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Effect: 'Allow',
          Action: 'sns:Publish',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        }),
      ]),
    },
  });
});

it('every function knows the settings, and none knows a region, an account or that it runs locally', () => {
  for (const { definition } of deployment.all('AWS::Lambda::Function')) {
    const { Variables } = definition['Properties'].Environment;

    expect(JSON.parse(Variables.SETTINGS)).toMatchObject({ usersPerTenant: 100 });
    expect(Object.keys(Variables).filter((name) => /AWS_|LOCAL|ENDPOINT/.test(name))).toEqual([]);
  }
});

it('no stack has more than 450 resources', () => {
  for (const stack of deployment.stacks) {
    const { Resources } = deployment.template(stack).toJSON();

    expect(Object.keys(Resources).length, stack).toBeLessThanOrEqual(450);
  }
});
