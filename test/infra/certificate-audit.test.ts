import { beforeAll, describe, expect, it } from 'vitest';
import { functionNamed, grantsOf, tableGrants } from './support/policies.ts';
import { only, refersTo, type Synthesized, synthesized } from './support/synthesized.ts';

/** An earlier CA, whose certificates are about still, and the one that issues. */
const TWO = {
  generations: [
    { name: 'ca-1', validYears: 10 },
    { name: 'ca-2', validYears: 12 },
  ],
  issuing: 'ca-2',
};

let deployment: Synthesized;

beforeAll(() => {
  deployment = synthesized({ certificateAuthorities: TWO });
});

const grants = (name: string) =>
  grantsOf(deployment, functionNamed(deployment, name)).filter(
    ({ actions }) => !actions.some((action) => /^(logs|sqs|kms):/.test(action)),
  );
const machine = () =>
  only(
    deployment
      .all('AWS::StepFunctions::StateMachine')
      .filter(({ definition }) => definition['Properties'].StateMachineName === 'business-id-certificate-audit'),
    'state machine',
  );

describe('the audit', () => {
  it('is started on the first of every month in Tokyo, by a function that may do nothing else', () => {
    const start = functionNamed(deployment, 'business-id-start-audit');
    const schedules = deployment
      .all('AWS::Scheduler::Schedule')
      .filter(({ definition }) => refersTo(definition['Properties'].Target.Arn, start.id));

    expect(only(schedules, 'schedule').definition['Properties']).toMatchObject({
      ScheduleExpression: 'cron(0 10 1 * ? *)',
      ScheduleExpressionTimezone: 'Asia/Tokyo',
    });
    expect(grants('business-id-start-audit').map(({ actions }) => actions)).toEqual([['states:StartExecution']]);
    expect(refersTo(start.definition['Properties'].Environment.Variables.STATE_MACHINE_ARN, machine().id)).toBe(true);
  });

  it('asks every CA, those that issue no more included', () => {
    const definition = JSON.stringify(machine().definition['Properties'].DefinitionString);

    expect(definition.match(/certificateAuthorityArn/g)).toHaveLength(TWO.generations.length);
    for (const { id } of deployment.all('AWS::ACMPCA::CertificateAuthority')) expect(definition).toContain(`GetAtt${id}Arn`);
  });

  it('R-4 repeats what fails for a day, as AWS makes no second report of a CA within half an hour', () => {
    const { 'Fn::Join': [, parts] = ['', []] } = machine().definition['Properties'].DefinitionString as {
      'Fn::Join'?: [string, unknown[]];
    };
    const { States } = JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'arn')).join(''));
    const tasks = Object.values<{ Type: string; Retry?: unknown }>(States.EachAuthority.ItemProcessor.States).filter(
      ({ Type }) => Type === 'Task',
    );

    expect(tasks).toHaveLength(2);
    for (const { Retry } of tasks) expect(Retry).toMatchObject([{ ErrorEquals: ['States.ALL'], MaxAttempts: 30 }]);
  });

  it('has its reports written by a function that reads none, and read by one that may revoke and change no item', () => {
    expect(grants('business-id-request-audit-report').map(({ actions }) => actions)).toEqual([
      ['acm-pca:CreateCertificateAuthorityAuditReport'],
    ]);

    const auditing = grants('business-id-audit-certificates');
    const actions = auditing.flatMap((statement) => statement.actions).filter((action) => !action.startsWith('dynamodb:'));
    expect(actions.toSorted()).toEqual([
      'acm-pca:DescribeCertificateAuthorityAuditReport',
      'acm-pca:RevokeCertificate',
      's3:GetObject',
    ]);
    expect(tableGrants(auditing)).toEqual({
      'LOGIN_ID#*': ['dynamodb:BatchGetItem', 'dynamodb:GetItem'],
      'CERTIFICATE#*': ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
    });
  });
});
