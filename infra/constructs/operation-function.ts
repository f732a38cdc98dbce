import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { accessOf, capabilitiesOf, computesMuch } from '../../functions/contracts/access.ts';
import type { Contract } from '../../functions/contracts/contract.ts';
import { fileOf } from '../../functions/contracts/index.ts';
import { certificateConcurrency } from '../certificate-concurrency.ts';
import type { AlarmedDeployment } from '../deployment.ts';
import type { Resources } from './grant-capability.ts';
import { ServiceFunction } from './service-function.ts';

/** From 1,769 MB on a function has one full vCPU. https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const ONE_VCPU_MB = 1769;

/** The Lambda of one operation, with the grants its contract declares. */
export class OperationFunction extends ServiceFunction {
  constructor(
    scope: Construct,
    contract: Contract,
    { deployment, resources }: { deployment: AlarmedDeployment; resources: Resources },
  ) {
    const capabilities = capabilitiesOf(contract);

    super(scope, contract.id, {
      deployment,
      entryPoint: fileOf(contract),
      description: contract.summary,
      // Below the 29 seconds API Gateway waits; the request path starts nothing it could not finish in time.
      timeout: Duration.seconds(contract.timeoutSeconds ?? 20),
      memorySize: computesMuch(contract) ? ONE_VCPU_MB : 512,
      ...(capabilities.includes('certificate-authority.issue') && {
        reservedConcurrency: certificateConcurrency(deployment.settings.certificatesPerSecond).issuing,
      }),
    });

    const access = accessOf(contract);
    if (Object.keys(access).length > 0) this.useTable(resources.data, access);
    this.use(resources, capabilities);
  }
}
