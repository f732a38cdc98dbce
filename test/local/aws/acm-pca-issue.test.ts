import { X509Certificate } from 'node:crypto';
import { GetCertificateCommand, IssueCertificateCommand, type IssueCertificateCommandInput } from '@aws-sdk/client-acm-pca';
import { DateTime } from 'luxon';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isPossible } from '../../../local/faults/faults.ts';
import { x509 } from '../../../local/tls/x509.ts';
import {
  bucketResource,
  CLIENT_AUTH,
  CRL,
  issued,
  issueInput,
  type LocalAuthorities,
  openssl,
  roleResource,
  rootAuthority,
  signingRequest,
  startAuthorities,
  write,
} from './certificate-authorities.ts';
import { allow } from './hand-made.ts';
import { removeDataDir } from './local-aws.ts';

const AUTHORITY = { 'Fn::GetAtt': ['Authority', 'Arn'] } as unknown as string;
const onlyTemplate = (TemplateArn: string) => ({ StringLike: { 'acm-pca:TemplateArn': TemplateArn } });
const { AuthorityCertificate: _, AuthorityActivation: __, ...pending } = rootAuthority('Authority');

const resources = {
  ...bucketResource,
  ...rootAuthority('Authority', { RevocationConfiguration: { CrlConfiguration: CRL } }),
  ...rootAuthority('Elliptic', { KeyAlgorithm: 'EC_prime256v1', SigningAlgorithm: 'SHA256WITHECDSA' }),
  Pending: Object.values(pending)[0] ?? { Type: 'none' },
  ...roleResource('client-auth', allow('acm-pca:*', AUTHORITY, onlyTemplate(CLIENT_AUTH))),
  ...roleResource('other-template', allow('acm-pca:*', AUTHORITY, onlyTemplate('arn:aws:acm-pca:::template/Blank*'))),
  ...roleResource('other-key', allow('acm-pca:*', AUTHORITY, { StringLike: { 'aws:ResourceTag/team': 'x' } })),
  ...roleResource('reader', allow('acm-pca:GetCertificate', AUTHORITY)),
};

let local: LocalAuthorities;
let csr: Buffer;
const authority = () => local.arnOf('Authority');
const input = (changes: Partial<IssueCertificateCommandInput> = {}) => issueInput(authority(), csr, changes);
const issue = (changes: Partial<IssueCertificateCommandInput> = {}, role?: string) =>
  local.client(role).send(new IssueCertificateCommand(input(changes)));
const get = (CertificateArn: string, CertificateAuthorityArn = authority()) =>
  local.client().send(new GetCertificateCommand({ CertificateAuthorityArn, CertificateArn }));

beforeAll(async () => {
  local = await startAuthorities(resources);
  csr = signingRequest(local.dataDir, 'ec', '/CN=asked for');
});

afterEach(() => local.faults.clear());

afterAll(async () => {
  await local.stop();
  removeDataDir(local.dataDir);
});

// https://docs.aws.amazon.com/privateca/latest/userguide/template-definitions.html#EndEntityClientAuthCertificate_APIPassthrough
describe('a certificate for TLS clients', () => {
  it('has the subject of the API, the key of the request, and exactly the extensions of the template', async () => {
    const { arn, certificate, chain } = await issued(local, input());
    const leaf = new x509.X509Certificate(certificate);
    const root = new x509.X509Certificate(chain);

    expect(leaf.subjectName.toJSON()).toEqual([{ O: ['株式会社テスト'] }, { CN: ['1453935789'] }]);
    expect(leaf.issuer).toBe('CN=Authority root');
    expect(Buffer.from(leaf.publicKey.rawData)).toEqual(
      Buffer.from(new x509.Pkcs10CertificateRequest(csr.toString()).publicKey.rawData),
    );
    expect(leaf.serialNumber).toMatch(/^[0-9a-f]{32}$/);
    expect(arn).toBe(`${authority()}/certificate/${leaf.serialNumber}`);
    expect(extensionsOf(certificate)).toEqual(
      [
        'X509v3 Basic Constraints: CA:FALSE',
        `X509v3 Authority Key Identifier: ${keyIdentifierOf(root)}`,
        `X509v3 Subject Key Identifier: ${keyIdentifierOf(leaf)}`,
        'X509v3 Key Usage: critical Digital Signature, Key Encipherment',
        'X509v3 Extended Key Usage: TLS Web Client Authentication',
        `X509v3 CRL Distribution Points: Full Name: URI:http://revocations.s3.ap-northeast-1.amazonaws.com/crl/${authority().split('/')[1]}.crl`,
      ].toSorted(),
    );
  });

  it.each(['Authority', 'Elliptic'])('of the CA %s is trusted by openssl, for clients and for nothing else', async (name) => {
    const SigningAlgorithm = name === 'Elliptic' ? 'SHA256WITHECDSA' : 'SHA256WITHRSA';
    const rsa = signingRequest(local.dataDir, 'rsa', '/CN=asked for');
    const { certificate, chain } = await issued(local, issueInput(local.arnOf(name), rsa, { SigningAlgorithm }));
    const verify = (purpose: string) => {
      const files = [write(local.dataDir, 'root.pem', chain), write(local.dataDir, 'leaf.pem', certificate)];
      return openssl(local.dataDir, 'verify', '-x509_strict', '-purpose', purpose, '-CAfile', ...files);
    };

    expect(verify('sslclient')).toBe('leaf.pem: OK\n');
    expect(() => verify('sslserver')).toThrow('unsuitable certificate purpose');
  });

  it('takes subject and alternative names from a request when the API tells no subject, and nothing else', async () => {
    const more = ['subjectAltName=DNS:evil.example', 'basicConstraints=critical,CA:TRUE', 'extendedKeyUsage=serverAuth'];
    const Csr = signingRequest(local.dataDir, 'ec', '/O=of the request/CN=evil', ...more.flatMap((one) => ['-addext', one]));
    const { certificate } = await issued(local, input({ Csr, ApiPassthrough: undefined }));
    const { subject, subjectAltName, ca, keyUsage } = new X509Certificate(certificate);

    expect({ subject, subjectAltName, ca, keyUsage }).toEqual({
      subject: 'O=of the request\nCN=evil',
      subjectAltName: 'DNS:evil.example',
      ca: false,
      keyUsage: ['1.3.6.1.5.5.7.3.2'],
    });
  });

  it('carries any characters in its subject', async () => {
    const Subject = { CommonName: '#1,+"\\;<> =', Organization: ' Über & Söhne ' };
    const { certificate } = await issued(local, input({ ApiPassthrough: { Subject } }));

    expect(new x509.X509Certificate(certificate).subjectName.toJSON()).toEqual([
      { O: [Subject.Organization] },
      { CN: [Subject.CommonName] },
    ]);
  });
});

// https://docs.aws.amazon.com/privateca/latest/APIReference/API_Validity.html
describe('the validity', () => {
  const seconds = (time: number) => Math.floor(time / 1000);
  const day = 86_400_000;

  it.each<[string, (now: number) => IssueCertificateCommandInput['Validity'], (now: number) => number]>([
    ['DAYS', () => ({ Type: 'DAYS', Value: 1 }), (now) => now + day],
    ['MONTHS', () => ({ Type: 'MONTHS', Value: 1 }), (now) => sameDay(now, { months: 1 })],
    ['YEARS', () => ({ Type: 'YEARS', Value: 2 }), (now) => sameDay(now, { years: 2 })],
    ['ABSOLUTE', (now) => ({ Type: 'ABSOLUTE', Value: seconds(now + day) }), (now) => now + day],
    ['END_DATE of a long year', (now) => ({ Type: 'END_DATE', Value: endDate(now + day) }), (now) => now + day],
    ['END_DATE of a short year', (now) => ({ Type: 'END_DATE', Value: endDate(now + day) % 1e12 }), (now) => now + day],
  ])('%s ends when it says, and starts an hour before the issuance by the local clock', async (___, validity, end) => {
    const now = local.clock.now().getTime();
    const { notBefore, notAfter } = periodOf(await issued(local, input({ Validity: validity(now) })));

    expect(Math.abs(notBefore - (now - 3_600_000))).toBeLessThan(60_000);
    expect(Math.abs(notAfter - end(now))).toBeLessThan(60_000);
  });

  it('starts when ValidityNotBefore says', async () => {
    const Value = seconds(local.clock.now().getTime()) - 86_400;

    expect(periodOf(await issued(local, input({ ValidityNotBefore: { Type: 'ABSOLUTE', Value } }))).notBefore).toBe(Value * 1000);
  });

  it.each<[string, NonNullable<IssueCertificateCommandInput['Validity']>]>([
    ['beyond that of the CA', { Type: 'YEARS', Value: 11 }],
    ['that is over', { Type: 'ABSOLUTE', Value: 1_700_000_000 }],
    ['that is no date', { Type: 'END_DATE', Value: 20_301_332_000_000 }],
    ['of no days', { Type: 'DAYS', Value: 0 }],
    ['beyond all dates', { Type: 'YEARS', Value: 1e9 }],
  ])('%s is refused with ValidationException', async (___, Validity) => {
    await expect(issue({ Validity })).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('IssueCertificate refuses', () => {
  const broken = (bytes: Buffer): Buffer => {
    const lines = bytes.toString().split('\n');
    const der = Buffer.from(lines.slice(1, -2).join(''), 'base64');
    der.writeUInt8(der.readUInt8(der.length - 1) ^ 1, der.length - 1);
    return Buffer.from(`${lines[0]}\n${der.toString('base64')}\n${lines.at(-2)}\n`);
  };

  it.each<[string, () => Partial<IssueCertificateCommandInput>, string]>([
    ['a request whose signature is wrong', () => ({ Csr: broken(csr) }), 'MalformedCSRException'],
    ['what is no request', () => ({ Csr: Buffer.from('-----BEGIN CERTIFICATE REQUEST-----') }), 'MalformedCSRException'],
    ['a request in DER', () => ({ Csr: der(csr) }), 'MalformedCSRException'],
    ['a request without any name', () => ({ Csr: signingRequest(local.dataDir, 'ec', '/') }), 'MalformedCSRException'],
    ['an algorithm of another family', () => ({ SigningAlgorithm: 'SHA256WITHECDSA' }), 'InvalidArgsException'],
    ['a name that is too long', () => ({ ApiPassthrough: { Subject: { CommonName: 'x'.repeat(65) } } }), 'ValidationException'],
    ['what is no ARN', () => ({ TemplateArn: 'EndEntity' }), 'ValidationException'],
    ['an unknown CA', () => ({ CertificateAuthorityArn: `${authority()}0` }), 'ResourceNotFoundException'],
    ['a CA without a certificate', () => ({ CertificateAuthorityArn: local.arnOf('Pending') }), 'InvalidStateException'],
  ])('%s', async (___, changes, name) => {
    await expect(issue(changes())).rejects.toMatchObject({ name });
  });

  it.each<[string, Partial<IssueCertificateCommandInput>]>([
    ['no template', { TemplateArn: undefined }],
    ['another template', { TemplateArn: 'arn:aws:acm-pca:::template/EndEntityCertificate/V1' }],
    ['extensions', { ApiPassthrough: { Extensions: { SubjectAlternativeNames: [{ DnsName: 'a.example' }] } } }],
    ['custom attributes', { ApiPassthrough: { Subject: { CustomAttributes: [{ ObjectIdentifier: '1.2.3', Value: 'x' }] } } }],
  ])('%s loudly, as something the local run does not know', async (___, changes) => {
    await expect(issue(changes)).rejects.toMatchObject({ name: 'NotEmulatedByLocalRun', $metadata: { httpStatusCode: 501 } });
    expect(local.reports.at(-1)).toMatch(/does not emulate/);
  });
});

// https://docs.aws.amazon.com/privateca/latest/APIReference/API_GetCertificate.html
describe('GetCertificate', () => {
  it('answers RequestInProgressException first, then the certificate with its chain, also after a restart', async () => {
    const { CertificateArn = '' } = await issue();
    await local.stop();
    local = await startAuthorities(resources, local.dataDir);

    await expect(get(CertificateArn)).rejects.toMatchObject({ name: 'RequestInProgressException' });
    const { Certificate = '', CertificateChain = '' } = await get(CertificateArn);

    expect(new X509Certificate(Certificate).verify(new X509Certificate(CertificateChain).publicKey)).toBe(true);
    expect((await get(CertificateArn)).Certificate).toBe(Certificate);
  });

  it('does not find what was never issued, or by another CA', async () => {
    const { arn } = await issued(local, input());

    await expect(get(`${authority()}/certificate/00`)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(get(arn, local.arnOf('Elliptic'))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

// https://docs.aws.amazon.com/privateca/latest/APIReference/API_IssueCertificate.html
describe('an idempotency token', () => {
  it('stands for one certificate for five minutes of the local clock, whatever else the request says', async () => {
    const IdempotencyToken = 'attempt-1';
    const { CertificateArn } = await issue({ IdempotencyToken });

    expect(await issue({ IdempotencyToken })).toMatchObject({ CertificateArn });
    expect(await issue({ IdempotencyToken, Validity: { Type: 'DAYS', Value: 1 } })).toMatchObject({ CertificateArn });
    expect((await issue({ IdempotencyToken: 'attempt-2' })).CertificateArn).not.toBe(CertificateArn);

    await local.clock.advance(5 * 60_000);
    expect((await issue({ IdempotencyToken })).CertificateArn).not.toBe(CertificateArn);
  });

  it('leads to one certificate also when requests come at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => issue({ IdempotencyToken: 'together' })));

    expect(new Set(answers.map(({ CertificateArn }) => CertificateArn)).size).toBe(1);
  });
});

// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsprivatecertificateauthority.html
describe('a role', () => {
  it('issues from the template that its policy names, and from the CA', async () => {
    expect((await issue({}, 'client-auth')).CertificateArn).toBeDefined();
    await expect(issue({}, 'other-template')).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(issue({}, 'reader')).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(issue({ CertificateAuthorityArn: local.arnOf('Elliptic') }, 'client-auth')).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  it('whose policy names a template may do nothing by it that has none', async () => {
    const { CertificateArn } = await issue();
    const command = new GetCertificateCommand({ CertificateAuthorityArn: authority(), CertificateArn });

    await expect(local.client('client-auth').send(command)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(local.client('reader').send(command)).rejects.toMatchObject({ name: 'RequestInProgressException' });
  });

  it('whose policy has a condition key that is not known is refused loudly', async () => {
    await expect(issue({}, 'other-key')).rejects.toMatchObject({ name: 'NotEmulatedByLocalRun' });
  });
});

describe('faults', () => {
  const arm = (fault: 'throttle' | 'error' | 'lost-response' | 'wrong-key', action = 'IssueCertificate') =>
    local.faults.arm({ service: 'acm-pca', action, fault, count: 1 });

  it.each([
    ['throttle', 'ThrottlingException', 400],
    ['error', 'InternalFailure', 500],
  ] as const)('%s is %s', async (fault, name, httpStatusCode) => {
    arm(fault);

    await expect(issue()).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
    expect((await issue()).CertificateArn).toBeDefined();
  });

  it('lost-response issues, so that the same token leads to the certificate', async () => {
    arm('lost-response');
    const before = local.state.documents('acm-pca-certificates').entries().length;

    await expect(issue({ IdempotencyToken: 'lost' })).rejects.toThrow();
    await issue({ IdempotencyToken: 'lost' });

    expect(local.state.documents('acm-pca-certificates').entries()).toHaveLength(before + 1);
  });

  it('wrong-key issues a proper certificate for another key', async () => {
    arm('wrong-key');
    const { certificate, chain } = await issued(local, input());
    const leaf = new x509.X509Certificate(certificate);

    expect(new X509Certificate(certificate).verify(new X509Certificate(chain).publicKey)).toBe(true);
    expect(leaf.subjectName.getField('CN')).toEqual(['1453935789']);
    expect(Buffer.from(leaf.publicKey.rawData)).not.toEqual(
      Buffer.from(new x509.Pkcs10CertificateRequest(csr.toString()).publicKey.rawData),
    );
    expect(local.faults.armed()).toEqual([]);
  });

  it('wrong-key is possible for IssueCertificate only', () => {
    expect(isPossible('wrong-key', 'acm-pca', 'IssueCertificate')).toBe(true);
    expect(isPossible('wrong-key', 'acm-pca', 'GetCertificate')).toBe(false);
    expect(isPossible('wrong-key', 'kms', 'GenerateMac')).toBe(false);
  });

  it('wrong-key leaves a bad request as it is', async () => {
    arm('wrong-key');

    await expect(issue({ Csr: Buffer.from('no request') })).rejects.toMatchObject({ name: 'MalformedCSRException' });
  });
});

function der(pem: Buffer): Buffer {
  return Buffer.from(new x509.Pkcs10CertificateRequest(pem.toString()).rawData);
}

function periodOf({ certificate }: { certificate: string }): { notBefore: number; notAfter: number } {
  const { validFromDate, validToDate } = new X509Certificate(certificate);

  return { notBefore: validFromDate.getTime(), notAfter: validToDate.getTime() };
}

/** Each extension as openssl shows it, in one line. */
function extensionsOf(certificate: string): string[] {
  const text = openssl(local.dataDir, 'x509', '-noout', '-text', '-in', write(local.dataDir, 'shown.pem', certificate));
  const [, shown = ''] = /X509v3 extensions:\n([\s\S]*?)\n {4}Signature Algorithm/.exec(text) ?? [];

  return shown
    .split(/(?=X509v3 )/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((one) => one.replaceAll(/\s+/g, ' '))
    .toSorted();
}

function keyIdentifierOf(certificate: x509.X509Certificate): string {
  const keyId = certificate.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId ?? '';

  return keyId.toUpperCase().match(/../g)?.join(':') ?? '';
}

function sameDay(time: number, later: { months?: number; years?: number }): number {
  return DateTime.fromMillis(time, { zone: 'utc' }).plus(later).toMillis();
}

/** `YYYYMMDDHHMMSS` */
function endDate(time: number): number {
  return Number(new Date(time).toISOString().replaceAll(/\D/g, '').slice(0, 14));
}
