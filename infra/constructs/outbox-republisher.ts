import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { AlarmedDeployment } from '../deployment.ts';
import { REPUBLISH_OUTBOX } from '../entry-points.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { ServiceFunction } from './service-function.ts';
import { putEventsStatement, queryUnpublishedStatement } from './statements.ts';

type OutboxRepublisherProps = { readonly deployment: AlarmedDeployment; readonly data: DataStack; readonly bus: EventBus };

/** Every five minutes publishes what the stream did not: a stream forgets after 24 hours, the outbox does not. */
export class OutboxRepublisher extends Construct {
  constructor(scope: Construct, id: string, { deployment, data, bus }: OutboxRepublisherProps) {
    super(scope, id);

    const failures = new DeadLetterQueue(this, 'Failures', { deployment, of: 'runs of the outbox schedule' });

    const republisher = new ServiceFunction(this, 'Republish', {
      deployment,
      entryPoint: REPUBLISH_OUTBOX,
      description: 'Publishes the events of outbox items that stayed unpublished',
      timeout: Duration.minutes(4),
      environment: { BUS_NAME: bus.eventBusName },
      // The next run does the work of a failed one: retrying would only make them overlap.
      asynchronous: { retryAttempts: 0, maxEventAge: Duration.minutes(5), onFailure: new SqsDestination(failures) },
    });
    republisher.useTable(data, { outbox: ['update'] });
    republisher.allow(queryUnpublishedStatement(data.table.tableArn), putEventsStatement(bus.eventBusArn));

    const role = new Role(this, 'ScheduleRole', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [republisher.lambda.functionArn] }));
    role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [failures.queueArn] }));

    const schedule = new CfnSchedule(this, 'Schedule', {
      description: 'Publishes again what stayed unpublished for five minutes',
      scheduleExpression: 'rate(5 minutes)',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: republisher.lambda.functionArn,
        roleArn: role.roleArn,
        retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 300 },
        deadLetterConfig: { arn: failures.queueArn },
      },
    });
    // Scheduler tries the role when the schedule is made.
    schedule.node.addDependency(role);
  }
}
