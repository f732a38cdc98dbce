import { Stack, type StackProps } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { Purge } from '../constructs/purge.ts';
import { ResetExpiry } from '../constructs/reset-expiry.ts';
import type { AlarmedDeployment } from '../deployment.ts';
import type { DataStack } from './data-stack.ts';

type WorkflowsStackProps = StackProps & {
  readonly deployment: AlarmedDeployment;
  readonly data: DataStack;
  readonly bus: EventBus;
};

/** What takes longer than a request: state machines, and what starts them. */
export class WorkflowsStack extends Stack {
  constructor(scope: Construct, id: string, { deployment, data, bus, ...props }: WorkflowsStackProps) {
    super(scope, id, props);

    new Purge(this, 'Purge', { deployment, data, bus });
    new ResetExpiry(this, 'ResetExpiry', { deployment, data, bus });
  }
}
