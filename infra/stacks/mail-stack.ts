import { Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import { raiseAlarm } from '../constructs/raise-alarm.ts';
import { bounceRate } from '../constructs/service-metrics.ts';
import type { AlarmedDeployment } from '../deployment.ts';

/** What SES advises to stay below; from 5 % on it looks into the account, from 10 % on it stops sending. */
const BOUNCE_RATE = 0.02;

/** The sending domain (its DKIM records are published by whoever runs its DNS) and how its mail is sent. */
export class MailStack extends Stack {
  readonly configurationSet: ConfigurationSet;
  readonly configurationSetArn: string;
  readonly identityArn: string;

  constructor(scope: Construct, id: string, { deployment, ...props }: StackProps & { deployment: AlarmedDeployment }) {
    super(scope, id, props);

    const identity = new EmailIdentity(this, 'Identity', { identity: Identity.domain(deployment.settings.mail.domain) });
    this.identityArn = identity.emailIdentityArn;

    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      // Mails carry passwords and codes: never over a connection in the clear.
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
      reputationMetrics: true,
    });
    // SES knows no other bus than the default one.
    this.configurationSet.addEventDestination('Feedback', {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'DefaultBus', 'default')),
      events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT],
    });
    this.configurationSetArn = this.formatArn({
      service: 'ses',
      resource: 'configuration-set',
      resourceName: this.configurationSet.configurationSetName,
    });

    raiseAlarm(this, 'Bounced', {
      metric: bounceRate(),
      threshold: BOUNCE_RATE,
      description: `${BOUNCE_RATE * 100} % of the mails bounce`,
      page: 'mail-bounced',
      deployment,
    });
  }
}
