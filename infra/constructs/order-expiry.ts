import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { orderExpiryRequested } from '../../events/order-expiry-requested.ts';
import type { AlarmedDeployment } from '../deployment.ts';
import { EXPIRE_ORDERS } from '../entry-points.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { orderExpiryDefinition } from '../state-machines/order-expiry.ts';
import { EventWorkflow } from './event-workflow.ts';
import { ServiceFunction } from './service-function.ts';

type OrderExpiryProps = { readonly deployment: AlarmedDeployment; readonly data: DataStack; readonly bus: EventBus };

/** Closes certificate orders that were not picked up in time. */
export class OrderExpiry extends Construct {
  constructor(scope: Construct, id: string, { deployment, data, bus }: OrderExpiryProps) {
    super(scope, id);

    const task = new ServiceFunction(this, 'Task', {
      deployment,
      entryPoint: EXPIRE_ORDERS,
      description: 'Closes the certificate orders of one batch that were not picked up',
      timeout: Duration.minutes(1),
    });
    task.useTable(data, {
      certificateOrder: ['get', 'update'],
      user: ['get'],
      subscription: ['get'],
      tenant: ['get'],
      outbox: ['put'],
      mail: ['put'],
    });

    new EventWorkflow(this, 'Workflow', {
      deployment,
      bus,
      event: orderExpiryRequested,
      name: 'order-expiry',
      comment: 'closes certificate orders that were not picked up',
      definition: orderExpiryDefinition(this, task.lambda),
      tasks: [task],
    });
  }
}
