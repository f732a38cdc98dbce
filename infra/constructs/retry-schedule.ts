import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { AlarmedDeployment } from '../deployment.ts';
import { RETRY_WAITING } from '../entry-points.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { ServiceFunction } from './service-function.ts';
import { invokeFunctionStatement, putEventsStatement, queryWaitingStatement } from './statements.ts';

type RetryScheduleProps = { readonly deployment: AlarmedDeployment; readonly data: DataStack; readonly bus: EventBus };

/**
 * Every five minutes publishes what the stream did not, and asks again for mails that were not sent: a stream forgets after
 * 24 hours, the bus and Lambda give up, the table does neither.
 */
export class RetrySchedule extends Construct {
  constructor(scope: Construct, id: string, { deployment, data, bus }: RetryScheduleProps) {
    super(scope, id);

    const failures = new DeadLetterQueue(this, 'Failures', { deployment, of: 'runs of the retry schedule' });

    const retry = new ServiceFunction(this, 'Retry', {
      deployment,
      entryPoint: RETRY_WAITING,
      description: 'Publishes outbox items that stayed unpublished and asks again for unsent mails',
      timeout: Duration.minutes(4),
      environment: { BUS_NAME: bus.eventBusName },
      // The next run does the work of a failed one: retrying would only make them overlap.
      asynchronous: { retryAttempts: 0, maxEventAge: Duration.minutes(5), onFailure: new SqsDestination(failures) },
    });
    retry.useTable(data, { outbox: ['update'], mail: ['update'] });
    retry.allow(queryWaitingStatement(data.table.tableArn), putEventsStatement(bus.eventBusArn));

    const role = new Role(this, 'ScheduleRole', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    role.addToPolicy(invokeFunctionStatement(retry.lambda.functionArn));
    role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [failures.queueArn] }));

    const schedule = new CfnSchedule(this, 'Schedule', {
      description: 'Tries again what is due of what waits to be published or sent',
      scheduleExpression: 'rate(5 minutes)',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: retry.lambda.functionArn,
        roleArn: role.roleArn,
        retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 300 },
        deadLetterConfig: { arn: failures.queueArn },
      },
    });
    // Scheduler tries the role when the schedule is made.
    schedule.node.addDependency(role);
  }
}
