import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { tenantErasureRequested } from '../../events/tenant-erasure-requested.ts';
import type { AlarmedDeployment } from '../deployment.ts';
import { PURGE_TENANT } from '../entry-points.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { tenantErasureDefinition } from '../state-machines/tenant-erasure.ts';
import { EventWorkflow } from './event-workflow.ts';
import type { Revocation } from './revocation.ts';
import { ServiceFunction } from './service-function.ts';
import { PURGES_SUBSCRIPTION } from './subscription-purge.ts';

type TenantErasureProps = {
  readonly deployment: AlarmedDeployment;
  readonly data: DataStack;
  readonly bus: EventBus;
  readonly revocation: Revocation;
};

/** Removes from the table what is left of erased tenants. */
export class TenantErasure extends Construct {
  constructor(scope: Construct, id: string, { deployment, data, bus, revocation }: TenantErasureProps) {
    super(scope, id);

    const task = new ServiceFunction(this, 'Remove', {
      deployment,
      entryPoint: PURGE_TENANT,
      description: 'Removes one page of what is left of an erased tenant',
      timeout: Duration.minutes(1),
    });
    task.useTable(data, {
      tenant: ['get'],
      erasedTenant: ['get'],
      subscription: ['delete'],
      acceptance: ['list', 'delete'],
      ...PURGES_SUBSCRIPTION,
      certificate: ['list'],
      certificateOrder: ['list'],
      loginHistory: ['list', 'delete'],
      operationHistory: ['list', 'delete'],
    });

    const { revoke, removeItems } = revocation;
    new EventWorkflow(this, 'Workflow', {
      deployment,
      bus,
      event: tenantErasureRequested,
      name: 'tenant-erasure',
      comment: 'removes what is left of erased tenants',
      definition: tenantErasureDefinition(this, {
        purgeTenant: task.lambda,
        revoke: revoke.lambda,
        removeItems: removeItems.lambda,
      }),
      tasks: [task, revoke, removeItems],
    });
  }
}
