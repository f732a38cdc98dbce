import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { purgeRequested } from '../../events/purge-requested.ts';
import type { AlarmedDeployment } from '../deployment.ts';
import { PURGE_REMOVED } from '../entry-points.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { purgeDefinition } from '../state-machines/purge.ts';
import { EventWorkflow } from './event-workflow.ts';
import { ServiceFunction } from './service-function.ts';

type PurgeProps = { readonly deployment: AlarmedDeployment; readonly data: DataStack; readonly bus: EventBus };

/** Removes from the table what is left of deleted users and groups. */
export class Purge extends Construct {
  constructor(scope: Construct, id: string, { deployment, data, bus }: PurgeProps) {
    super(scope, id);

    const task = new ServiceFunction(this, 'Remove', {
      deployment,
      entryPoint: PURGE_REMOVED,
      description: 'Removes one page of what is left of deleted users and groups',
      timeout: Duration.minutes(1),
    });
    task.useTable(data, {
      subscription: ['get'],
      user: ['get', 'delete'],
      credentials: ['get', 'delete'],
      session: ['list', 'delete'],
      idempotency: ['list', 'delete'],
      loginId: ['put', 'delete'],
      loginPasswordReset: ['delete'],
      group: ['delete'],
    });

    new EventWorkflow(this, 'Workflow', {
      deployment,
      bus,
      event: purgeRequested,
      name: 'purge',
      comment: 'removes what is left of deleted users and groups',
      definition: purgeDefinition(this, task.lambda),
      tasks: [task],
    });
  }
}
