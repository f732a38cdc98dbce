import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { approvalExpiryRequested } from '../../events/approval-expiry-requested.ts';
import type { AlarmedDeployment } from '../deployment.ts';
import { EXPIRE_REQUEST } from '../entry-points.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { approvalExpiryDefinition } from '../state-machines/approval-expiry.ts';
import { EventWorkflow } from './event-workflow.ts';
import { ServiceFunction } from './service-function.ts';

type ApprovalExpiryProps = { readonly deployment: AlarmedDeployment; readonly data: DataStack; readonly bus: EventBus };

/** Expires approval requests that nobody decided on. */
export class ApprovalExpiry extends Construct {
  constructor(scope: Construct, id: string, { deployment, data, bus }: ApprovalExpiryProps) {
    super(scope, id);

    const task = new ServiceFunction(this, 'Task', {
      deployment,
      entryPoint: EXPIRE_REQUEST,
      description: 'Expires an approval request that is still pending',
      timeout: Duration.minutes(1),
    });
    task.useTable(data, {
      approvalRequest: ['get', 'put', 'delete'],
      subscription: ['get', 'check'],
      outbox: ['put'],
    });

    new EventWorkflow(this, 'Workflow', {
      deployment,
      bus,
      event: approvalExpiryRequested,
      name: 'approval-expiry',
      comment: 'expires approval requests',
      definition: approvalExpiryDefinition(this, task.lambda),
      tasks: [task],
    });
  }
}
