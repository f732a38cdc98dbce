import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Contract } from '../../functions/contracts/contract.ts';
import { OperationFunction } from '../constructs/operation-function.ts';
import type { AlarmedDeployment } from '../deployment.ts';
import type { DataStack } from './data-stack.ts';

type OperationsStackProps = StackProps & {
  readonly deployment: AlarmedDeployment;
  readonly data: DataStack;
  /** The operations of one area. */
  readonly contracts: readonly Contract[];
};

/** The Lambdas of one area of operations. */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, { deployment, data, contracts, ...props }: OperationsStackProps) {
    super(scope, id, props);

    for (const contract of contracts) new OperationFunction(this, contract, { deployment, data });
  }
}
