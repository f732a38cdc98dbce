import { Duration } from 'aws-cdk-lib';
import { type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Construct } from 'constructs';
import { purgeRequested } from '../../events/purge-requested.ts';
import type { AlarmedDeployment } from '../deployment.ts';
import { PURGE_REMOVED, START_PURGE } from '../entry-points.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { purgeDefinition } from '../state-machines/purge.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { ServiceFunction } from './service-function.ts';
import { startExecutionStatement } from './statements.ts';
import { Workflow } from './workflow.ts';

type PurgeProps = { readonly deployment: AlarmedDeployment; readonly data: DataStack; readonly bus: EventBus };

/** Removes from the table what is left of deleted users and groups. */
export class Purge extends Construct {
  constructor(scope: Construct, id: string, { deployment, data, bus }: PurgeProps) {
    super(scope, id);

    const remove = new ServiceFunction(this, 'Remove', {
      deployment,
      entryPoint: PURGE_REMOVED,
      description: 'Removes one page of what is left of deleted users and groups',
      timeout: Duration.minutes(1),
    });
    remove.useTable(data, {
      subscription: ['get'],
      user: ['delete'],
      credentials: ['delete'],
      session: ['list', 'delete'],
      idempotency: ['list', 'delete'],
      loginId: ['put'],
      group: ['delete'],
    });

    const workflow = new Workflow(this, 'Workflow', {
      deployment,
      name: 'purge',
      comment: 'Removes from the table what is left of deleted users and groups',
      definition: purgeDefinition(this, remove.lambda),
      functions: [remove.lambda],
    });

    const failures = new DeadLetterQueue(this, 'Failures', { deployment, of: 'requests for a purge' });
    const start = new ServiceFunction(this, 'Start', {
      deployment,
      entryPoint: START_PURGE,
      description: 'Starts the purge that a deletion asked for',
      timeout: Duration.seconds(20),
      environment: { PURGE_STATE_MACHINE_ARN: workflow.stateMachineArn },
      asynchronous: { retryAttempts: 2, maxEventAge: Duration.hours(6), onFailure: new SqsDestination(failures) },
    });
    start.allow(startExecutionStatement(workflow.stateMachineArn));

    new Rule(this, 'PurgeRequested', {
      description: 'A deletion asked for a purge',
      eventBus: bus,
      eventPattern: { source: [purgeRequested.source], detailType: [purgeRequested.type] },
      targets: [
        new LambdaFunction(start.lambda, { deadLetterQueue: failures, retryAttempts: 185, maxEventAge: Duration.hours(24) }),
      ],
    });
  }
}
