import { Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  DkimIdentity,
  EasyDkimSigningKeyLength,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import { MailRecords } from '../constructs/mail-records.ts';
import { raiseAlarm } from '../constructs/raise-alarm.ts';
import { bounceRate } from '../constructs/service-metrics.ts';
import type { AlarmedDeployment } from '../deployment.ts';

/** What SES advises to stay below; from 5 % on it looks into the account, from 10 % on it stops sending. */
const BOUNCE_RATE = 0.02;

/**
 * The sending domain, and how our mail is sent from it. Neither is a default of the other: mail that others send from the domain
 * is none of ours, and what comes back of it is not told to us.
 */
export class MailStack extends Stack {
  readonly configurationSet: ConfigurationSet;
  readonly configurationSetArn: string;
  readonly identityArn: string;

  constructor(scope: Construct, id: string, { deployment, ...props }: StackProps & { deployment: AlarmedDeployment }) {
    super(scope, id, props);

    const { domain } = deployment.settings.mail;
    // Below the sending domain, so that SPF is aligned with the sender, too.
    const mailFromDomain = `bounce.${domain}`;
    const identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(domain),
      dkimIdentity: DkimIdentity.easyDkim(EasyDkimSigningKeyLength.RSA_2048_BIT),
      mailFromDomain,
      // Bounces and complaints come as events (mail-feedback.ts), not as mail to the sender's mailbox, which nobody reads.
      feedbackForwarding: false,
    });
    this.identityArn = identity.emailIdentityArn;
    new MailRecords(this, 'Records', { deployment, identity, mailFromDomain });

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
