import type { Assembly, Resource } from '../../../local/template/assembly.ts';
import { ACCOUNT, allow, assemblyOf, REGION, resource, role, TABLE_ARN, table } from '../aws/hand-made.ts';

export const STREAM_ARN = `${TABLE_ARN}/stream/2026-01-01T00:00:00.000`;

export const functionArn = (name: string): string => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;
export const queueArn = (name: string): string => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
export const queue = (name: string): Resource => resource('AWS::SQS::Queue', name, queueArn(name));
export const lambda = (name: string, properties = {}): Resource =>
  resource('AWS::Lambda::Function', name, functionArn(name), { Role: `arn:aws:iam::${ACCOUNT}:role/worker`, ...properties });

/** The role of every function here: reads the stream, writes the table, sends to all queues. */
export const worker = role(
  'worker',
  allow('dynamodb:*', [TABLE_ARN, STREAM_ARN]),
  allow('sqs:SendMessage', '*'),
  allow('events:PutEvents', '*'),
);

/** Things every test has: table, role and bus. */
export function cloudOf(...resources: Resource[]): Assembly {
  const bus = resource('AWS::Events::EventBus', 'main', `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/main`);

  return assemblyOf(table(), worker, bus, ...resources);
}

const FILTER = JSON.stringify({ eventName: ['INSERT'], dynamodb: { Keys: { PK: { S: [{ prefix: 'OUTBOX#' }] } } } });

/** A mapping from the stream to the function `publisher`, of new outbox items only. */
export function mapping(properties: Record<string, unknown> = {}): Resource {
  return resource('AWS::Lambda::EventSourceMapping', 'mapping', 'arn:mapping', {
    FunctionName: 'publisher',
    EventSourceArn: STREAM_ARN,
    StartingPosition: 'TRIM_HORIZON',
    FilterCriteria: { Filters: [{ Pattern: FILTER }] },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ...properties,
  });
}

const RULE_ARN = 'arn:aws:events:ap-northeast-1:000000000000:rule/main/mail';

/** A rule on the bus `main` with the function `mailer` as its target. */
export function rule(properties: Record<string, unknown> = {}, target: Record<string, unknown> = {}): Resource {
  return resource('AWS::Events::Rule', 'mail', RULE_ARN, {
    EventBusName: 'main',
    EventPattern: { source: ['product.internal'], 'detail-type': ['mail-requested'] },
    Targets: [{ Id: 'mailer', Arn: functionArn('mailer'), DeadLetterConfig: { Arn: queueArn('rule-failures') }, ...target }],
    ...properties,
  });
}

/** Lets the rule invoke its function. */
export const permission = resource('AWS::Lambda::Permission', 'permission', 'arn:permission', {
  Action: 'lambda:InvokeFunction',
  FunctionName: functionArn('mailer'),
  Principal: 'events.amazonaws.com',
  SourceArn: RULE_ARN,
});

/** Failures of `mailer` go to the queue `function-failures`. */
export const invokeConfig = (properties: Record<string, unknown> = {}): Resource =>
  resource('AWS::Lambda::EventInvokeConfig', 'config', 'arn:config', {
    FunctionName: 'mailer',
    Qualifier: '$LATEST',
    DestinationConfig: { OnFailure: { Destination: queueArn('function-failures') } },
    ...properties,
  });

/** The role of all schedules here: may invoke the function `job`. */
export const scheduler = role('scheduler', allow('lambda:InvokeFunction', functionArn('job')));
let schedules = 0;

/** A schedule of the function `job`, under a name that no other one has had. */
export function schedule(
  expression: string,
  properties: Record<string, unknown> = {},
  target: Record<string, unknown> = {},
): Resource {
  const name = `schedule-${++schedules}`;

  return resource('AWS::Scheduler::Schedule', name, `arn:aws:scheduler:ap-northeast-1:000000000000:schedule/default/${name}`, {
    ScheduleExpression: expression,
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { Arn: functionArn('job'), RoleArn: scheduler.arn, RetryPolicy: { MaximumRetryAttempts: 3 }, ...target },
    ...properties,
  });
}
