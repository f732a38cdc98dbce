import { beforeAll, describe, expect, it } from 'vitest';
import { functionNamed, grantsOf, tableGrants } from './support/policies.ts';
import { only, refersTo, type Synthesized, synthesized } from './support/synthesized.ts';

let deployment: Synthesized;

beforeAll(() => {
  deployment = synthesized();
});

const properties = (type: string) => deployment.all(type).map(({ definition }) => definition['Properties']);
const actionsOf = (name: string) => grantsOf(deployment, functionNamed(deployment, name)).flatMap(({ actions }) => actions);

describe('R-4 what fails asynchronously ends in a queue that raises an alarm', () => {
  const queues = () => deployment.all('AWS::SQS::Queue');
  const isQueue = (destination: unknown) => queues().some(({ id }) => refersTo(destination, id));

  it('the stream', () => {
    for (const { DestinationConfig } of properties('AWS::Lambda::EventSourceMapping')) {
      expect(isQueue(DestinationConfig.OnFailure.Destination)).toBe(true);
    }
  });

  it('rules of the bus', () => {
    for (const target of properties('AWS::Events::Rule').flatMap(({ Targets }) => Targets)) {
      expect(isQueue(target.DeadLetterConfig.Arn)).toBe(true);
      expect(target.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 });
    }
  });

  it('schedules', () => {
    for (const { Target } of properties('AWS::Scheduler::Schedule')) {
      expect(isQueue(Target.DeadLetterConfig.Arn)).toBe(true);
      expect(Target.RetryPolicy).toBeDefined();
    }
  });

  it('functions invoked by a rule or a schedule', () => {
    const invoked = deployment
      .all('AWS::Lambda::Function')
      .filter(({ id }) =>
        ['AWS::Events::Rule', 'AWS::Scheduler::Schedule'].some((type) => properties(type).some((edge) => refersTo(edge, id))),
      );
    expect(invoked.map(({ definition }) => definition['Properties'].FunctionName).toSorted()).toEqual([
      'business-id-check-expiries',
      'business-id-expire-requests',
      'business-id-mark-address',
      'business-id-retry-waiting',
      'business-id-send-mail',
      'business-id-start-audit',
      'business-id-start-reminders',
      'business-id-start-workflow-order-expiry',
      'business-id-start-workflow-purge',
      'business-id-start-workflow-reset-expiry',
      'business-id-start-workflow-revocation',
      'business-id-start-workflow-subscription-purge',
      'business-id-start-workflow-tenant-erasure',
    ]);

    for (const { id } of invoked) {
      const config = only(
        properties('AWS::Lambda::EventInvokeConfig').filter(({ FunctionName }) => refersTo(FunctionName, id)),
        `config of ${id}`,
      );

      expect(isQueue(config.DestinationConfig.OnFailure.Destination)).toBe(true);
    }
  });

  it('the queues: encrypted, kept for 14 days, an alarm on the first message', () => {
    expect(queues()).toHaveLength(14);

    for (const { id, definition } of queues()) {
      expect(definition['Properties']).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 });

      const alarms = properties('AWS::CloudWatch::Alarm').filter(({ Dimensions }) => refersTo(Dimensions, id));
      expect(only(alarms, `alarm of ${id}`)).toMatchObject({
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      });
    }
  });
});

describe('the publisher', () => {
  it('sees new outbox items only, loses none at the start, and reports failures one by one', () => {
    const mapping = only(properties('AWS::Lambda::EventSourceMapping'), 'mapping');

    expect(mapping).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
    });
    expect(mapping.FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern))).toEqual([
      { eventName: ['INSERT'], dynamodb: { Keys: { PK: { S: [{ prefix: 'OUTBOX#' }] } } } },
    ]);
  });

  it('may read the stream, mark outbox items and put events, nothing else', () => {
    expect(tableGrants(grantsOf(deployment, functionNamed(deployment, 'business-id-publish-outbox')))).toEqual({
      'OUTBOX#*': ['dynamodb:UpdateItem'],
    });
    expect(actionsOf('business-id-publish-outbox')).toEqual(expect.arrayContaining(['dynamodb:GetRecords', 'events:PutEvents']));
  });
});

describe('the retry schedule', () => {
  it('runs every five minutes', () => {
    const { id } = functionNamed(deployment, 'business-id-retry-waiting');
    const schedules = properties('AWS::Scheduler::Schedule').filter(({ Target }) => refersTo(Target.Arn, id));

    expect(only(schedules, 'schedule').ScheduleExpression).toBe('rate(5 minutes)');
  });

  it('may query the index of what waits, mark outbox items, postpone mails and put events, nothing else', () => {
    const grants = grantsOf(deployment, functionNamed(deployment, 'business-id-retry-waiting'));
    const query = only(
      grants.filter(({ actions }) => actions.includes('dynamodb:Query')),
      'query',
    );

    expect(JSON.stringify(query.resources)).toContain('/index/waiting');
    expect(tableGrants(grants)).toEqual({ 'OUTBOX#*': ['dynamodb:UpdateItem'], 'MAIL#*': ['dynamodb:UpdateItem'] });
  });
});

describe('the mailer', () => {
  it('hears requests for mail only', () => {
    const { id } = functionNamed(deployment, 'business-id-send-mail');
    const rules = properties('AWS::Events::Rule').filter(({ Targets }) => refersTo(Targets, id));

    expect(only(rules, 'rule').EventPattern).toEqual({ source: ['business-id.internal'], 'detail-type': ['mail-requested'] });
  });

  it('may send from the one address of the settings, derive secrets, and work on mail items only', () => {
    const grants = grantsOf(deployment, functionNamed(deployment, 'business-id-send-mail'));
    const send = only(
      grants.filter(({ actions }) => actions.includes('ses:SendEmail')),
      'send',
    );

    expect(send.condition).toEqual({ StringEquals: { 'ses:FromAddress': 'no-reply@business-id.example.co.jp' } });
    expect(Object.keys(tableGrants(grants))).toEqual(['MAIL#*']);
    expect(actionsOf('business-id-send-mail')).toContain('kms:GenerateMac');
  });
});

describe('bounces and complaints', () => {
  const marker = () => functionNamed(deployment, 'business-id-mark-address');

  it('SES puts them, and nothing else it knows of our mails, on the default bus', () => {
    const destination = only(properties('AWS::SES::ConfigurationSetEventDestination'), 'event destination');

    expect(destination.EventDestination).toEqual({
      Enabled: true,
      MatchingEventTypes: ['bounce', 'complaint'],
      EventBridgeDestination: { EventBusArn: expect.toSatisfy((arn) => JSON.stringify(arn).endsWith(':event-bus/default"]]}')) },
    });
  });

  it('are heard there of our configuration set only: the account may send other mail', () => {
    const rule = only(
      properties('AWS::Events::Rule').filter(({ Targets }) => refersTo(Targets, marker().id)),
      'rule',
    );

    expect(rule).not.toHaveProperty('EventBusName');
    expect(rule.EventPattern).toEqual({
      source: ['aws.ses'],
      'detail-type': ['Email Bounced', 'Email Complaint Received'],
      detail: { mail: { tags: { 'ses:configuration-set': [expect.anything()], userId: [{ exists: true }] } } },
    });
  });

  it('let their listener look at the roster and mark a user, nothing else', () => {
    expect(tableGrants(grantsOf(deployment, marker()))).toEqual({
      'SUBSCRIPTION#*': ['dynamodb:BatchGetItem', 'dynamodb:GetItem'],
      'USER#*': ['dynamodb:UpdateItem'],
    });
    expect(actionsOf('business-id-mark-address').filter((action) => !/^(dynamodb|kms|logs|sqs):/.test(action))).toEqual([]);
  });
});
