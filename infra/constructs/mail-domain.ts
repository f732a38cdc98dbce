import { CfnOutput, Stack } from 'aws-cdk-lib';
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import { DkimIdentity, EasyDkimSigningKeyLength, EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';

type DnsRecord = { readonly type: 'CNAME' | 'MX' | 'TXT'; readonly name: string; readonly value: string };

/**
 * The sending domain: signed with DKIM, and with a MAIL FROM domain below it, so that SPF is aligned with the sender, too. Its
 * DNS records go to the hosted zone of the settings if it is in there; otherwise outputs say what to publish (docs/mail.md).
 */
export class MailDomain extends Construct {
  readonly identityArn: string;

  constructor(scope: Construct, id: string, { settings }: Deployment) {
    super(scope, id);

    const { domain } = settings.mail;
    const mailFromDomain = `bounce.${domain}`;
    const identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(domain),
      dkimIdentity: DkimIdentity.easyDkim(EasyDkimSigningKeyLength.RSA_2048_BIT),
      mailFromDomain,
      // Bounces and complaints come as events (mail-feedback.ts), not as mail to the sender's mailbox, which nobody reads.
      feedbackForwarding: false,
    });
    this.identityArn = identity.emailIdentityArn;

    const records: Readonly<Record<string, DnsRecord>> = {
      ...Object.fromEntries(identity.dkimRecords.map((dkim, index) => [`Dkim${index + 1}`, { type: 'CNAME', ...dkim }])),
      // https://docs.aws.amazon.com/ses/latest/dg/mail-from.html
      MailFromMx: { type: 'MX', name: mailFromDomain, value: `10 feedback-smtp.${Stack.of(this).region}.amazonses.com` },
      MailFromSpf: { type: 'TXT', name: mailFromDomain, value: '"v=spf1 include:amazonses.com ~all"' },
    };

    const { id: hostedZoneId, name: zoneName } = settings.domains.hostedZone;
    const isInZone = domain === zoneName || domain.endsWith(`.${zoneName}`);
    for (const [recordId, record] of Object.entries(records)) {
      if (isInZone) this.publish(recordId, record, hostedZoneId);
      else this.advise(recordId, record);
    }
    // Never published: the domain may send other mail as well, and only its owner knows what has to pass.
    this.advise('Dmarc', { type: 'TXT', name: `_dmarc.${domain}`, value: '"v=DMARC1; p=none"' });
  }

  private publish(id: string, { type, name, value }: DnsRecord, hostedZoneId: string): void {
    new CfnRecordSet(this, `${id}Record`, { hostedZoneId, type, name, resourceRecords: [value], ttl: '1800' });
  }

  private advise(id: string, { type, name, value }: DnsRecord): void {
    new CfnOutput(this, `${id}Advice`, {
      description: 'A DNS record to publish: docs/mail.md',
      value: `${name} ${type} ${value}`,
    });
  }
}
