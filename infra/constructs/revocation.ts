import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { revocationRequested } from '../../events/revocation-requested.ts';
import { certificateConcurrency } from '../certificate-concurrency.ts';
import type { AlarmedDeployment } from '../deployment.ts';
import { CLOSE_ORDERS, REMOVE_CERTIFICATES, REVOKE_CERTIFICATES } from '../entry-points.ts';
import { revocationDefinition } from '../state-machines/revocation.ts';
import { EventWorkflow } from './event-workflow.ts';
import type { Resources } from './grant-capability.ts';
import { ServiceFunction } from './service-function.ts';

type RevocationProps = { readonly deployment: AlarmedDeployment; readonly resources: Resources; readonly bus: EventBus };

/**
 * Revokes certificates at the certificate authority, and closes the orders that end with a service, a subscription or a user (X-10,
 * S-7, S-10, U-8).
 */
export class Revocation extends Construct {
  readonly revoke: ServiceFunction;
  readonly removeItems: ServiceFunction;

  constructor(scope: Construct, id: string, { deployment, resources, bus }: RevocationProps) {
    super(scope, id);
    const { data } = resources;

    const closeOrders = new ServiceFunction(this, 'OrderClosing', {
      deployment,
      entryPoint: CLOSE_ORDERS,
      description: 'Closes the certificate orders of deleted users or of a cancelled service',
      timeout: Duration.minutes(1),
    });
    closeOrders.useTable(data, {
      certificateOrder: ['list', 'update', 'delete'],
      subscription: ['get'],
      tenant: ['get'],
      outbox: ['put'],
    });

    this.revoke = new ServiceFunction(this, 'Revoking', {
      deployment,
      entryPoint: REVOKE_CERTIFICATES,
      description: 'Revokes certificates of one tenant',
      timeout: Duration.minutes(5),
      reservedConcurrency: certificateConcurrency(deployment.settings.certificatesPerSecond).revoking,
    });
    this.revoke.use(resources, ['certificate-authority.revoke']);
    this.revoke.useTable(data, {
      certificate: ['list', 'get', 'put'],
      subscription: ['get', 'put'],
      user: ['get'],
      tenant: ['get'],
      outbox: ['put'],
      mail: ['put'],
    });

    this.removeItems = new ServiceFunction(this, 'Removing', {
      deployment,
      entryPoint: REMOVE_CERTIFICATES,
      description: 'Removes the certificates and orders of a cancelled subscription',
      timeout: Duration.minutes(1),
    });
    this.removeItems.useTable(data, {
      subscription: ['get'],
      certificate: ['list', 'delete'],
      certificateOrder: ['list', 'delete'],
    });

    new EventWorkflow(this, 'Workflow', {
      deployment,
      bus,
      event: revocationRequested,
      name: 'revocation',
      comment: 'revokes certificates',
      definition: revocationDefinition(this, {
        closeOrders: closeOrders.lambda,
        revoke: this.revoke.lambda,
        removeItems: this.removeItems.lambda,
      }),
      tasks: [closeOrders, this.revoke, this.removeItems],
    });
  }
}
