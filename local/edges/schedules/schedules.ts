import * as z from 'zod';
import { Refusal } from '../../refusal.ts';
import type { Assembly, Resource } from '../../template/assembly.ts';
import { checkDestination } from '../dead-letters.ts';
import { knownProperties } from '../known-properties.ts';
import { readTimetable, type Timetable } from './timetable.ts';

/** A schedule of the template with a function as its target. */
export type Schedule = {
  readonly name: string;
  readonly arn: string;
  readonly timetable: Timetable;
  readonly functionArn: string;
  /** The role that Scheduler invokes the function with. */
  readonly roleArn: string;
  /** The event handed to the function, unless it is Scheduler's default. */
  readonly input?: unknown;
  readonly deadLetterQueueArn?: string;
};

const ScheduleProperties = z.strictObject({
  Name: z.string().optional(),
  GroupName: z.string().optional(),
  Description: z.string().optional(),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default('UTC'),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  FlexibleTimeWindow: z.strictObject({ Mode: z.literal('OFF') }),
  Target: z.strictObject({
    Arn: z.string(),
    RoleArn: z.string(),
    // Names such as <aws.scheduler.scheduled-time> would have to be replaced.
    Input: z
      .string()
      .regex(/^(?!.*<aws\.scheduler\.)/s, { error: 'no context attributes' })
      .optional(),
    DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
    // Invoking is handing the event to Lambda's queue, which never fails here in a way that a retry would mend.
    RetryPolicy: z.unknown().optional(),
  }),
});

/**
 * The enabled schedules of the template.
 *
 * @throws Refusal for a property, an expression or a target the local run does not know
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedule.html
 */
export function schedulesOf(assembly: Assembly): Schedule[] {
  return assembly.resources('AWS::Scheduler::Schedule').flatMap((resource) => {
    const { ScheduleExpression, ScheduleExpressionTimezone, State, Target } = knownProperties(ScheduleProperties, resource);

    return State === 'DISABLED' ? [] : scheduleOf(resource, ScheduleExpression, ScheduleExpressionTimezone, Target, assembly);
  });
}

function scheduleOf(
  resource: Resource,
  expression: string,
  zone: string,
  { Arn, RoleArn, Input, DeadLetterConfig }: z.output<typeof ScheduleProperties>['Target'],
  assembly: Assembly,
): Schedule {
  const lambda = assembly.resource(Arn, 'AWS::Lambda::Function');
  if (!lambda) {
    throw new Refusal(
      `The schedule ${resource.logicalId} has the target ${Arn}: the local run serves functions of the template only.`,
    );
  }
  if (DeadLetterConfig) checkDestination(DeadLetterConfig.Arn, assembly, resource.logicalId);

  return {
    name: resource.physicalId,
    arn: resource.arn,
    timetable: readTimetable(expression, zone, resource.logicalId),
    functionArn: lambda.arn,
    roleArn: RoleArn,
    ...(Input !== undefined && { input: JSON.parse(Input) as unknown }),
    ...(DeadLetterConfig && { deadLetterQueueArn: DeadLetterConfig.Arn }),
  };
}
