import { CfnOutput, Stack } from 'aws-cdk-lib';
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import type { EmailIdentity } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';

type DnsRecord = { readonly type: 'CNAME' | 'MX' | 'TXT'; readonly name: string; readonly value: string };
type MailRecordsProps = { readonly deployment: Deployment; readonly identity: EmailIdentity; readonly mailFromDomain: string };

/**
 * The DNS records of the sending domain: they go to the hosted zone of the settings if it is in there; otherwise outputs say what
 * to publish (docs/mail.md).
 */
export class MailRecords extends Construct {
  constructor(scope: Construct, id: string, { deployment: { settings }, identity, mailFromDomain }: MailRecordsProps) {
    super(scope, id);

    const { domain } = settings.mail;
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
