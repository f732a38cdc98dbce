import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { subscriptionPurgeRequested } from '../../events/subscription-purge-requested.ts';
import type { TableAccess } from '../../functions/contracts/table.ts';
import type { AlarmedDeployment } from '../deployment.ts';
import { PURGE_SUBSCRIPTION } from '../entry-points.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { subscriptionPurgeDefinition } from '../state-machines/subscription-purge.ts';
import { EventWorkflow } from './event-workflow.ts';
import { ServiceFunction } from './service-function.ts';

type SubscriptionPurgeProps = { readonly deployment: AlarmedDeployment; readonly data: DataStack; readonly bus: EventBus };

/** What `purgeSome` needs: users with all that is theirs, groups, approval requests. */
export const PURGES_SUBSCRIPTION = {
  user: ['list', 'get', 'delete'],
  credentials: ['get', 'delete'],
  session: ['list', 'delete'],
  idempotency: ['list', 'delete'],
  loginId: ['put', 'delete'],
  loginPasswordReset: ['delete'],
  group: ['list', 'delete'],
  approvalRequest: ['list', 'delete'],
  approvalReference: ['list', 'delete'],
} as const satisfies TableAccess;

/** Removes from the table what is left of cancelled subscriptions; certificates go when they are revoked (see Revocation). */
export class SubscriptionPurge extends Construct {
  constructor(scope: Construct, id: string, { deployment, data, bus }: SubscriptionPurgeProps) {
    super(scope, id);

    const task = new ServiceFunction(this, 'Remove', {
      deployment,
      entryPoint: PURGE_SUBSCRIPTION,
      description: 'Removes one page of what is left of a cancelled subscription',
      timeout: Duration.minutes(1),
    });
    task.useTable(data, { subscription: ['get'], ...PURGES_SUBSCRIPTION });

    new EventWorkflow(this, 'Workflow', {
      deployment,
      bus,
      event: subscriptionPurgeRequested,
      name: 'subscription-purge',
      comment: 'removes what is left of cancelled subscriptions',
      definition: subscriptionPurgeDefinition(this, task.lambda),
      tasks: [task],
    });
  }
}
