import { describe, expect, it } from 'vitest';
import { createAuthorize } from '../../../local/aws/iam/authorize.ts';
import { rulesOf } from '../../../local/edges/bus/rules.ts';
import { invokeConfigOf } from '../../../local/edges/lambda/invoke-config.ts';
import { schedulesOf } from '../../../local/edges/schedules/schedules.ts';
import { streamMappingsOf } from '../../../local/edges/streams/mappings.ts';
import { Refusal } from '../../../local/refusal.ts';
import type { Resource } from '../../../local/template/assembly.ts';
import { allow, assemblyOf, role, table } from '../aws/hand-made.ts';
import { cloudOf, invokeConfig, lambda, mapping, queue, rule, STREAM_ARN, schedule, scheduler } from './hand-made-edges.ts';

// What AWS would not deploy, or the local run would get wrong, must not start at all.
type Refused = readonly [what: string, read: () => unknown, mentioned: string];

const TOPIC = 'arn:aws:sns:ap-northeast-1:000000000000:topic';

function readMapping(properties: Record<string, unknown>): unknown {
  const assembly = cloudOf(mapping(properties), lambda('publisher'), queue('failures'));

  return streamMappingsOf(assembly, createAuthorize(assembly));
}

function readMappingOf(reader: Resource): unknown {
  const assembly = assemblyOf(table(), reader, mapping(), lambda('publisher', { Role: reader.arn }));

  return streamMappingsOf(assembly, createAuthorize(assembly));
}

const readRule = (properties: Record<string, unknown>, target: Record<string, unknown> = {}): unknown =>
  rulesOf(cloudOf(rule(properties, target), lambda('mailer'), queue('rule-failures')));

function readConfig(properties: Record<string, unknown>, owner?: Resource): unknown {
  const mailer = lambda('mailer', owner ? { Role: owner.arn } : {});
  const assembly = cloudOf(mailer, queue('function-failures'), invokeConfig(properties), ...(owner ? [owner] : []));

  return invokeConfigOf(mailer, assembly, createAuthorize(assembly));
}

const readSchedule = (
  expression: string,
  properties: Record<string, unknown> = {},
  target: Record<string, unknown> = {},
): unknown => schedulesOf(cloudOf(scheduler, lambda('job'), schedule(expression, properties, target)));

const MAPPINGS: Refused[] = [
  [
    'a role that may not read the stream',
    () => readMappingOf(role('reader', allow('dynamodb:GetRecords', STREAM_ARN))),
    'DescribeStream',
  ],
  ['a property that is not known', () => readMapping({ TumblingWindowInSeconds: 5 }), 'TumblingWindowInSeconds'],
  [
    'failures sent elsewhere than to a queue',
    () => readMapping({ DestinationConfig: { OnFailure: { Destination: TOPIC } } }),
    TOPIC,
  ],
  [
    'a filter that is not known',
    () => readMapping({ FilterCriteria: { Filters: [{ Pattern: '{"a":[{"cidr":"::"}]}' }] } }),
    'cidr',
  ],
];

const RULES: Refused[] = [
  ['a rule by schedule', () => readRule({ EventPattern: undefined, ScheduleExpression: 'rate(1 hour)' }), 'ScheduleExpression'],
  ['an input transformer', () => readRule({}, { InputTransformer: { InputTemplate: '<a>' } }), 'InputTransformer'],
  ['a target that is no function', () => readRule({}, { Arn: TOPIC }), TOPIC],
];

const CONFIGS: Refused[] = [
  ['a destination for successes', () => readConfig({ DestinationConfig: { OnSuccess: { Destination: TOPIC } } }), 'OnSuccess'],
  ['a destination the role may not send to', () => readConfig({}, role('poor')), 'sqs:SendMessage'],
];

const SCHEDULES: Refused[] = [
  ['an expression that is not known', () => readSchedule('every day'), 'every day'],
  ['a cron expression that is not known', () => readSchedule('cron(0 9 * * * *)'), 'cron(0 9 * * * *)'],
  ['a rate of nothing', () => readSchedule('rate(0 days)'), 'rate(0 days)'],
  ['no time zone', () => readSchedule('at(2027-01-31T09:00:00)', { ScheduleExpressionTimezone: 'Asia/Edo' }), 'Asia/Edo'],
  ['a flexible window', () => readSchedule('rate(1 day)', { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }), 'FlexibleTimeWindow'],
  [
    'context attributes',
    () => readSchedule('rate(1 day)', {}, { Input: '"<aws.scheduler.execution-id>"' }),
    'no context attributes',
  ],
  ['a target that is no function', () => readSchedule('rate(1 day)', {}, { Arn: TOPIC }), TOPIC],
];

describe.each([
  ['event source mapping', MAPPINGS],
  ['rule', RULES],
  ['asynchronous setting', CONFIGS],
  ['schedule', SCHEDULES],
])('a template is refused for its %s', (_, refused) => {
  it.each(refused)('%s', (_what, read, mentioned) => {
    expect(read).toThrow(mentioned);
    expect(read).toThrow(Refusal);
  });
});
