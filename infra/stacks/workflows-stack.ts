import { Stack, type StackProps } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { CertificateAudit } from '../constructs/certificate-audit.ts';
import { ExpiryChecks } from '../constructs/expiry-checks.ts';
import type { Resources } from '../constructs/grant-capability.ts';
import { OrderExpiry } from '../constructs/order-expiry.ts';
import { Purge } from '../constructs/purge.ts';
import { RenewalReminders } from '../constructs/renewal-reminders.ts';
import { RequestExpiry } from '../constructs/request-expiry.ts';
import { ResetExpiry } from '../constructs/reset-expiry.ts';
import { Revocation } from '../constructs/revocation.ts';
import { SubscriptionPurge } from '../constructs/subscription-purge.ts';
import { TenantErasure } from '../constructs/tenant-erasure.ts';
import type { AlarmedDeployment } from '../deployment.ts';

type WorkflowsStackProps = StackProps & {
  readonly deployment: AlarmedDeployment;
  readonly resources: Resources;
  readonly bus: EventBus;
};

/** What takes longer than a request: state machines, and what starts them. */
export class WorkflowsStack extends Stack {
  constructor(scope: Construct, id: string, { deployment, resources, bus, ...props }: WorkflowsStackProps) {
    super(scope, id, props);
    const { data } = resources;

    new Purge(this, 'Purge', { deployment, data, bus });
    new SubscriptionPurge(this, 'SubscriptionPurge', { deployment, data, bus });
    new ResetExpiry(this, 'ResetExpiry', { deployment, data, bus });
    new OrderExpiry(this, 'OrderExpiry', { deployment, data, bus });
    new RequestExpiry(this, 'RequestExpiry', { deployment, data });
    const revocation = new Revocation(this, 'Revocation', { deployment, resources, bus });
    new TenantErasure(this, 'TenantErasure', { deployment, data, bus, revocation });
    new RenewalReminders(this, 'RenewalReminders', { deployment, data });
    new CertificateAudit(this, 'CertificateAudit', { deployment, resources });
    new ExpiryChecks(this, 'ExpiryChecks', { deployment, resources });
  }
}
