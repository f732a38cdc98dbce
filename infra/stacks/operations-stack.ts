import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Contract } from '../../functions/contracts/contract.ts';
import type { Resources } from '../constructs/grant-capability.ts';
import { OperationFunction } from '../constructs/operation-function.ts';
import type { AlarmedDeployment } from '../deployment.ts';

type OperationsStackProps = StackProps & {
  readonly deployment: AlarmedDeployment;
  readonly resources: Resources;
  /** The operations of one area. */
  readonly contracts: readonly Contract[];
};

/** The Lambdas of one area of operations. */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, { deployment, resources, contracts, ...props }: OperationsStackProps) {
    super(scope, id, props);

    for (const contract of contracts) new OperationFunction(this, contract, { deployment, resources });
  }
}
