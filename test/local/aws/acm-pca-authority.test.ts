import { X509Certificate } from 'node:crypto';
import {
  CreateCertificateAuthorityAuditReportCommand,
  DescribeCertificateAuthorityAuditReportCommand,
  DescribeCertificateAuthorityCommand,
  GetCertificateAuthorityCertificateCommand,
  IssueCertificateCommand,
  RevokeCertificateCommand,
} from '@aws-sdk/client-acm-pca';
import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { x509 } from '../../../local/tls/x509.ts';
import {
  BUCKET,
  bucketResource,
  CRL,
  issued,
  issueInput,
  type LocalAuthorities,
  openssl,
  rootAuthority,
  signingRequest,
  startAuthorities,
  write,
} from './certificate-authorities.ts';
import { newDataDir, removeDataDir } from './local-aws.ts';

const idle = rootAuthority('Idle');
const asleep = rootAuthority('Asleep');
const resources = {
  ...bucketResource,
  ...rootAuthority('Authority', {
    Subject: { Country: 'JP', Organization: '銀行', CommonName: 'clients' },
    RevocationConfiguration: { CrlConfiguration: CRL },
  }),
  ...(idle['Idle'] && { Idle: idle['Idle'] }),
  ...asleep,
  AsleepActivation: {
    Type: 'AWS::ACMPCA::CertificateAuthorityActivation',
    Properties: { ...asleep['AsleepActivation']?.Properties, Status: 'DISABLED' },
  },
  Truststore: {
    Type: 'Custom::Truststore',
    Properties: {
      Certificates: [{ 'Fn::GetAtt': ['AuthorityCertificate', 'Certificate'] }],
      Chain: { 'Fn::GetAtt': ['AuthorityActivation', 'CompleteCertificateChain'] },
      Reference: { Ref: 'Authority' },
      CertificateReference: { Ref: 'AuthorityCertificate' },
      ActivationReference: { Ref: 'AuthorityActivation' },
    },
  },
};

let local: LocalAuthorities;
const describeAuthority = async (name: string) => {
  const command = new DescribeCertificateAuthorityCommand({ CertificateAuthorityArn: local.arnOf(name) });
  return (await local.client().send(command)).CertificateAuthority;
};
const rootOf = async (name: string): Promise<string> => {
  const command = new GetCertificateAuthorityCertificateCommand({ CertificateAuthorityArn: local.arnOf(name) });
  return (await local.client().send(command)).Certificate ?? '';
};

beforeAll(async () => {
  local = await startAuthorities(resources);
});

afterAll(async () => {
  await local.stop();
  removeDataDir(local.dataDir);
});

// https://docs.aws.amazon.com/privateca/latest/userguide/template-definitions.html#RootCACertificate-V1
describe('the root certificate', () => {
  it('is signed by itself, and openssl takes it for a CA', async () => {
    const root = await rootOf('Authority');
    const { extensions, subject } = new x509.X509Certificate(root);
    write(local.dataDir, 'root.pem', root);

    expect(subject).toBe('C=JP, O=銀行, CN=clients');
    expect(openssl(local.dataDir, 'verify', '-x509_strict', '-check_ss_sig', '-CAfile', 'root.pem', 'root.pem')).toBe(
      'root.pem: OK\n',
    );
    expect(openssl(local.dataDir, 'x509', '-noout', '-purpose', '-in', 'root.pem')).toContain('SSL client CA : Yes');
    expect(extensions.map(({ type, critical }) => [type, critical])).toEqual([
      ['2.5.29.19', true],
      ['2.5.29.14', false],
      ['2.5.29.15', true],
    ]);
  });

  it('is valid by the local clock for as long as the template says', async () => {
    const { validFromDate, validToDate } = new X509Certificate(await rootOf('Authority'));
    const now = local.clock.now();

    expect(validFromDate.getTime()).toBeLessThan(now.getTime());
    expect(Math.abs(validToDate.getTime() - DateTime.fromJSDate(now).toUTC().plus({ years: 10 }).toMillis())).toBeLessThan(
      60_000,
    );
  });

  it('is what the template refers to', async () => {
    const certificate = await rootOf('Authority');
    const [truststore] = local.assembly.resources('Custom::Truststore');
    const [own] = local.assembly.resources('AWS::ACMPCA::Certificate');

    expect(truststore?.properties).toEqual({
      Certificates: [certificate],
      Chain: certificate,
      Reference: local.arnOf('Authority'),
      CertificateReference: own?.arn,
      ActivationReference: local.arnOf('Authority'),
    });
    expect(own?.arn).toMatch(new RegExp(`^${local.arnOf('Authority')}/certificate/[0-9a-f]{32}$`));
  });

  it('and the key survive a restart; a fresh data folder has others', async () => {
    const before = await rootOf('Authority');
    await local.stop();
    local = await startAuthorities(resources, local.dataDir);
    const csr = signingRequest(local.dataDir, 'ec', '/CN=asked for');
    const { certificate } = await issued(local, issueInput(local.arnOf('Authority'), csr));

    expect(await rootOf('Authority')).toBe(before);
    expect(new X509Certificate(certificate).verify(new X509Certificate(before).publicKey)).toBe(true);

    const dataDir = newDataDir();
    const fresh = await startAuthorities(resources, dataDir);
    const another = String(fresh.assembly.resources('Custom::Truststore')[0]?.properties['Chain']);
    await fresh.stop();
    removeDataDir(dataDir);
    expect(new X509Certificate(another).publicKey.equals(new X509Certificate(before).publicKey)).toBe(false);
    expect(serialOf(another)).not.toBe(serialOf(before));
  });
});

// https://docs.aws.amazon.com/privateca/latest/APIReference/API_DescribeCertificateAuthority.html
describe('DescribeCertificateAuthority', () => {
  it('answers what the template says, and the times and the number of the certificate', async () => {
    const { validFromDate, validToDate, serialNumber } = new X509Certificate(await rootOf('Authority'));

    expect(await describeAuthority('Authority')).toMatchObject({
      Arn: local.arnOf('Authority'),
      OwnerAccount: '000000000000',
      Type: 'ROOT',
      Status: 'ACTIVE',
      Serial: BigInt(`0x${serialNumber}`).toString(),
      NotBefore: validFromDate,
      NotAfter: validToDate,
      CertificateAuthorityConfiguration: {
        KeyAlgorithm: 'RSA_2048',
        SigningAlgorithm: 'SHA256WITHRSA',
        Subject: { Country: 'JP', Organization: '銀行', CommonName: 'clients' },
      },
      RevocationConfiguration: { CrlConfiguration: { ...CRL, S3BucketName: BUCKET } },
      UsageMode: 'GENERAL_PURPOSE',
    });
  });

  it.each([
    ['Idle', 'PENDING_CERTIFICATE'],
    ['Asleep', 'DISABLED'],
  ])('tells of the CA %s that it is %s, and it issues nothing', async (name, Status) => {
    expect(await describeAuthority(name)).toMatchObject({ Status });

    const command = new IssueCertificateCommand(issueInput(local.arnOf(name), signingRequest(local.dataDir, 'ec', '/CN=x')));
    await expect(local.client().send(command)).rejects.toMatchObject({
      name: 'InvalidStateException',
      message: 'The certificate authority is not in a valid state for issuing certificates',
    });
  });

  it('does not find a CA that is not of the template', async () => {
    await expect(describeAuthority('Unknown')).rejects.toMatchObject({ name: 'ValidationException' });

    const command = new DescribeCertificateAuthorityCommand({ CertificateAuthorityArn: `${local.arnOf('Idle')}0` });
    await expect(local.client().send(command)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('a CA without a certificate has none to show', async () => {
    await expect(rootOf('Idle')).rejects.toMatchObject({ name: 'InvalidStateException' });
  });
});

// https://docs.aws.amazon.com/privateca/latest/userguide/PcaAuditReport.html
describe('an audit report', () => {
  const create = (changes: object = {}) =>
    local.client().send(
      new CreateCertificateAuthorityAuditReportCommand({
        CertificateAuthorityArn: local.arnOf('Authority'),
        S3BucketName: BUCKET,
        AuditReportResponseFormat: 'JSON',
        ...changes,
      }),
    );
  const look = (AuditReportId: string | undefined) =>
    local
      .client()
      .send(
        new DescribeCertificateAuthorityAuditReportCommand({ CertificateAuthorityArn: local.arnOf('Authority'), AuditReportId }),
      );

  it('lists what the CA has issued and revoked, in the bucket', async () => {
    const CertificateAuthorityArn = local.arnOf('Authority');
    const csr = signingRequest(local.dataDir, 'ec', '/CN=asked for');
    const { arn, certificate } = await issued(local, issueInput(CertificateAuthorityArn, csr));
    const serial = serialOf(certificate).toLowerCase().match(/../g)?.join(':');
    const RevocationReason = 'CESSATION_OF_OPERATION';
    await local
      .client()
      .send(new RevokeCertificateCommand({ CertificateAuthorityArn, CertificateSerial: serial, RevocationReason }));

    const { AuditReportId, S3Key } = await create();
    expect(S3Key).toBe(`audit-report/${CertificateAuthorityArn.split('/')[1]}/${AuditReportId}.json`);
    expect(await look(AuditReportId)).toMatchObject({ AuditReportStatus: 'CREATING' });
    expect(await look(AuditReportId)).toMatchObject({ AuditReportStatus: 'SUCCESS', S3BucketName: BUCKET, S3Key });

    const report = JSON.parse(local.objects.get(`${BUCKET}/${S3Key}`)?.toString() ?? '') as Record<string, string>[];
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/);
    expect(report.find(({ certificateArn }) => certificateArn === arn)).toEqual({
      awsAccountId: '000000000000',
      certificateArn: arn,
      serial,
      subject: 'CN=1453935789,O=株式会社テスト',
      notBefore: time,
      notAfter: time,
      issuedAt: time,
      revokedAt: time,
      revocationReason: RevocationReason,
      templateArn: 'arn:aws:acm-pca:::template/EndEntityClientAuthCertificate_APIPassthrough/V1',
    });
    expect(report.map(({ templateArn }) => templateArn)).toContain('arn:aws:acm-pca:::template/RootCACertificate/V1');
  });

  it.each<[string, object, string]>([
    ['into an unknown bucket', { S3BucketName: 'no-such-bucket' }, 'ResourceNotFoundException'],
    ['as CSV', { AuditReportResponseFormat: 'CSV' }, 'NotEmulatedByLocalRun'],
  ])('%s is refused', async (_, changes, name) => {
    await expect(create(changes)).rejects.toMatchObject({ name });
  });

  it('that was never made is not found', async () => {
    await expect(look(crypto.randomUUID())).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('the start is refused, with a line that names the resource, for', () => {
  const authority = (properties: Record<string, unknown>) => rootAuthority('Authority', properties);
  const certificate = (properties: Record<string, unknown>) => {
    const all = authority({});
    const own = all['AuthorityCertificate'];
    return { ...all, ...(own && { AuthorityCertificate: { ...own, Properties: { ...own.Properties, ...properties } } }) };
  };

  it.each<[string, Parameters<typeof startAuthorities>[0], RegExp]>([
    ['a subordinate CA', authority({ Type: 'SUBORDINATE' }), /property of Authority .*CertificateAuthority/],
    [
      'OCSP',
      authority({ RevocationConfiguration: { OcspConfiguration: { Enabled: true } } }),
      /Authority [\s\S]*OcspConfiguration/,
    ],
    ['short-lived certificates', authority({ UsageMode: 'SHORT_LIVED_CERTIFICATE' }), /Authority /],
    [
      'a bucket of another template',
      authority({ RevocationConfiguration: { CrlConfiguration: { ...CRL, S3BucketName: 'elsewhere' } } }),
      /Authority publishes its CRL in a bucket that is not of the template: elsewhere/,
    ],
    [
      'a certificate for another request',
      certificate({ CertificateSigningRequest: 'another' }),
      /AuthorityCertificate is for another/,
    ],
    [
      'a certificate of another template',
      certificate({ TemplateArn: 'arn:aws:acm-pca:::template/X/V1' }),
      /AuthorityCertificate /,
    ],
  ])('%s', async (_, template, message) => {
    const dataDir = newDataDir();

    await expect(startAuthorities(template, dataDir)).rejects.toThrow(message);

    removeDataDir(dataDir);
  });
});

it('another key or subject of a kept CA is refused at the start', async () => {
  const dataDir = newDataDir();
  await (await startAuthorities(rootAuthority('Authority'), dataDir)).stop();
  const changed = rootAuthority('Authority', { Subject: { CommonName: 'another' } });

  await expect(startAuthorities(changed, dataDir)).rejects.toThrow(/changes key or subject of the CA Authority.*--fresh/);

  removeDataDir(dataDir);
});

// The last one: the clock does not go back.
it('a CA whose certificate has expired issues nothing', async () => {
  await local.clock.advance(11 * 365.25 * 86_400_000);
  const command = new IssueCertificateCommand(issueInput(local.arnOf('Authority'), signingRequest(local.dataDir, 'ec', '/CN=x')));

  expect(await describeAuthority('Authority')).toMatchObject({ Status: 'EXPIRED' });
  await expect(local.client().send(command)).rejects.toMatchObject({ name: 'InvalidStateException' });
});

function serialOf(certificate: string): string {
  return new X509Certificate(certificate).serialNumber;
}
