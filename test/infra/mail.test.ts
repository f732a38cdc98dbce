import { beforeAll, describe, expect, it } from 'vitest';
import { only, type Synthesized, synthesized } from './support/synthesized.ts';

const domain = 'business-id.example.co.jp';
const elsewhere = 'mail.bank.example';

let inZone: Synthesized;
let outside: Synthesized;

beforeAll(() => {
  inZone = synthesized();
  outside = synthesized({ mail: { domain: elsewhere, from: `no-reply@${elsewhere}` } });
}, 120_000);

const propertiesOf = (deployment: Synthesized, type: string) =>
  deployment.all(type).map(({ definition }) => definition['Properties']);
const advice = (deployment: Synthesized) =>
  Object.values(deployment.template('business-id-mail').findOutputs('*'))
    .filter(({ Description = '' }) => Description.includes('docs/mail.md'))
    .map(({ Value }) => JSON.stringify(Value));

/** DNS records of the domain of the mails, by what they say. */
const published = (deployment: Synthesized) =>
  propertiesOf(deployment, 'AWS::Route53::RecordSet')
    .filter(({ Type }) => Type !== 'A')
    .map(({ Type, ResourceRecords }) => `${Type} ${JSON.stringify(ResourceRecords)}`);

describe('the sending domain', () => {
  it('is signed with keys of 2,048 bit and has a MAIL FROM domain of its own, so that DKIM and SPF are aligned with the sender', () => {
    const identity = only(propertiesOf(inZone, 'AWS::SES::EmailIdentity'), 'identity');

    expect(identity).toMatchObject({
      EmailIdentity: domain,
      DkimSigningAttributes: { NextSigningKeyLength: 'RSA_2048_BIT' },
      MailFromAttributes: { MailFromDomain: `bounce.${domain}` },
      FeedbackAttributes: { EmailForwardingEnabled: false },
    });
  });

  it('has no configuration set as its default: other mail of the domain is none of ours', () => {
    expect(only(propertiesOf(inZone, 'AWS::SES::EmailIdentity'), 'identity')).not.toHaveProperty('ConfigurationSetAttributes');
  });

  it('has its records in the hosted zone of the settings, if it is in there', () => {
    const records = published(inZone);

    expect(records.filter((record) => record.startsWith('CNAME'))).toHaveLength(3);
    expect(records.filter((record) => /^MX .*feedback-smtp\./.test(record))).toHaveLength(1);
    expect(records).toContain('TXT ["\\"v=spf1 include:amazonses.com ~all\\""]');
    expect(records).toHaveLength(5);
  });

  it('says otherwise what is to be published: three DKIM keys, MX and SPF of the MAIL FROM domain', () => {
    expect(published(outside)).toEqual([]);

    const lines = advice(outside);
    expect(lines.filter((line) => line.includes(' CNAME '))).toHaveLength(3);
    expect(lines.filter((line) => line.includes(`bounce.${elsewhere} MX 10 feedback-smtp.`))).toHaveLength(1);
    expect(lines.filter((line) => line.includes(`bounce.${elsewhere} TXT `) && line.includes('v=spf1'))).toHaveLength(1);
  });

  it('advises DMARC and never publishes it: a policy counts for all mail of the domain, whoever sends it', () => {
    expect(published(inZone).join()).not.toContain('DMARC');
    for (const [deployment, name] of [
      [inZone, domain],
      [outside, elsewhere],
    ] as const) {
      expect(advice(deployment).filter((line) => line.includes(`_dmarc.${name} TXT`))).toHaveLength(1);
    }
  });
});
