import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { loginResetRequested } from '../../events/login-reset-requested.ts';
import type { AlarmedDeployment } from '../deployment.ts';
import { EXPIRE_RESETS } from '../entry-points.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { resetExpiryDefinition } from '../state-machines/reset-expiry.ts';
import { EventWorkflow } from './event-workflow.ts';
import { ServiceFunction } from './service-function.ts';

type ResetExpiryProps = { readonly deployment: AlarmedDeployment; readonly data: DataStack; readonly bus: EventBus };

/** Expires reset codes of login passwords that were not used (C-6). */
export class ResetExpiry extends Construct {
  constructor(scope: Construct, id: string, { deployment, data, bus }: ResetExpiryProps) {
    super(scope, id);

    const task = new ServiceFunction(this, 'Task', {
      deployment,
      entryPoint: EXPIRE_RESETS,
      description: 'Expires the reset codes of one batch that were not used',
      timeout: Duration.minutes(1),
    });
    task.useTable(data, { credentials: ['get', 'put'] });

    new EventWorkflow(this, 'Workflow', {
      deployment,
      bus,
      event: loginResetRequested,
      name: 'reset-expiry',
      comment: 'expires reset codes that were not used',
      definition: resetExpiryDefinition(this, task.lambda),
      tasks: [task],
    });
  }
}
