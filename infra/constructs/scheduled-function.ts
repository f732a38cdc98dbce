import type { Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { ServiceFunction, type ServiceFunctionProps } from './service-function.ts';
import { invokeFunctionStatement } from './statements.ts';

type Schedule = {
  /** Construct ID; `Schedule`, where there is but one. */
  readonly id: string;
  readonly description: string;
  /** `rate(5 minutes)` or `cron(0 3 * * ? *)`. https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
  readonly expression: string;
  /** IANA name of the zone whose clock a `cron` goes by; UTC unless it says otherwise. */
  readonly timezone?: string;
  /** What the function is handed, as JSON, in place of Scheduler's own text. */
  readonly input?: object;
};

type ScheduledFunctionProps = Omit<ServiceFunctionProps, 'asynchronous'> & {
  /** What its runs are called where failed ones are told of: `runs of the retry schedule`. */
  readonly runs: string;
  /** How often Lambda repeats a failed run (0 to 2), and how late a run is still worth making. */
  readonly retry: { readonly attempts: 0 | 1 | 2; readonly maxAge: Duration };
  readonly schedules: readonly Schedule[];
};

/** A function that runs by the clock. What fails for good ends in a queue that raises an alarm. */
export class ScheduledFunction extends ServiceFunction {
  constructor(scope: Construct, id: string, { runs, retry, schedules, ...props }: ScheduledFunctionProps) {
    super(scope, id, props);

    const { functionArn } = this.lambda;
    const failures = new DeadLetterQueue(this, 'Failures', {
      deployment: props.deployment,
      of: runs,
      page: 'schedule-not-run',
    });

    this.lambda.configureAsyncInvoke({
      retryAttempts: retry.attempts,
      maxEventAge: retry.maxAge,
      onFailure: new SqsDestination(failures),
    });

    const role = new Role(this, 'ScheduleRole', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    role.addToPolicy(invokeFunctionStatement(functionArn));
    role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [failures.queueArn] }));

    for (const { id, description, expression, timezone, input } of schedules) {
      const schedule = new CfnSchedule(this, id, {
        description,
        scheduleExpression: expression,
        ...(timezone && { scheduleExpressionTimezone: timezone }),
        flexibleTimeWindow: { mode: 'OFF' },
        target: {
          arn: functionArn,
          roleArn: role.roleArn,
          ...(input && { input: JSON.stringify(input) }),
          retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: retry.maxAge.toSeconds() },
          deadLetterConfig: { arn: failures.queueArn },
        },
      });
      // Scheduler tries the role when the schedule is made.
      schedule.node.addDependency(role);
    }
  }
}
