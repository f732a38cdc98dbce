import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { certificateRequest } from '../../functions/x509/certificate-request.ts';
import { newKeyPair } from '../../functions/x509/key-pair.ts';
import { checkLeaf } from '../../functions/x509/leaf.ts';
import { certificateSerialNumber, colonSeparated, serialNumberOf } from '../../functions/x509/serial-number.ts';
import { thumbprintOf } from '../../functions/x509/thumbprint.ts';
import { authority, CLIENT_AUTH_EXTENSIONS } from './authority.ts';
import { fileWith, run } from './tools.ts';

const SUBJECT = { commonName: '3354648652', organization: '株式会社 Aoba, "Co" + #1' };

const issuer = authority();
const keys = await newKeyPair();
const csr = certificateRequest(keys, SUBJECT);
const asked = { ...SUBJECT, publicKey: keys.publicKey };

function differences(pem: string, wanted = asked): readonly string[] {
  const checked = checkLeaf(pem, wanted);

  return checked.ok ? [] : checked.refusal.differences;
}

/** The profile's extensions, those of the same name replaced or, when they have no value, left out. */
function extensions(...changed: readonly string[]): string[] {
  const names = changed.map((extension) => extension.split('=')[0]);
  const kept = CLIENT_AUTH_EXTENSIONS.filter((extension) => !names.includes(extension.split('=')[0]));

  return [...kept, ...changed.filter((extension) => extension.includes('='))];
}

describe('X-5 a certificate as it was asked for', () => {
  it('is known by serial number and thumbprint as OpenSSL shows them, and by its times', () => {
    const pem = issuer.issue(csr);
    const shown = run('openssl', ['x509', '-noout', '-serial', '-fingerprint', '-sha256', '-startdate', '-enddate'], pem);
    const shownAs = (name: string) => new RegExp(`${name}=(.*)`).exec(shown)?.[1] ?? '';

    expect(checkLeaf(pem, asked)).toEqual({
      ok: true,
      value: {
        serialNumber: shownAs('serial').toLowerCase(),
        thumbprint: shownAs('sha256 Fingerprint').replaceAll(':', '').toLowerCase(),
        notBefore: new Date(shownAs('notBefore')).toISOString(),
        notAfter: new Date(shownAs('notAfter')).toISOString(),
      },
    });
  });

  it.each([
    ['without a CRL', extensions('crlDistributionPoints')],
    ['for signatures only', extensions('keyUsage=critical,digitalSignature')],
    ['with an OCSP responder', extensions('authorityInfoAccess=OCSP;URI:http://ocsp.example')],
    ['without basic constraints, which means CA:FALSE', extensions('basicConstraints')],
  ])('is accepted %s', (_, granted) => {
    expect(differences(issuer.issue(csr, granted))).toEqual([]);
  });

  it('is accepted from an authority with an elliptic curve key, and for such a key', async () => {
    const curve = await newKeyPair('p-256');
    const pem = authority(['ec', '-pkeyopt', 'ec_paramgen_curve:P-256']).issue(certificateRequest(curve, SUBJECT));

    expect(differences(pem, { ...SUBJECT, publicKey: curve.publicKey })).toEqual([]);
  });
});

describe('X-5 refuses a certificate', () => {
  it.each([
    ['with an alternative name', extensions('subjectAltName=DNS:bank.example'), ['extensions']],
    ['for TLS servers', extensions('extendedKeyUsage=serverAuth'), ['extended-key-usage']],
    ['for TLS servers as well', extensions('extendedKeyUsage=clientAuth,serverAuth'), ['extended-key-usage']],
    ['for everything', extensions('extendedKeyUsage'), ['extended-key-usage']],
    ['of an authority', extensions('basicConstraints=critical,CA:TRUE'), ['authority']],
    [
      'of an authority that may sign certificates',
      extensions('basicConstraints=CA:TRUE', 'keyUsage=digitalSignature,keyCertSign'),
      ['authority', 'key-usage'],
    ],
    ['that may sign certificates', extensions('keyUsage=digitalSignature,keyCertSign'), ['key-usage']],
    ['that may sign nothing', extensions('keyUsage=keyEncipherment'), ['key-usage']],
    ['with a usage of the second byte', extensions('keyUsage=digitalSignature,keyAgreement,decipherOnly'), ['key-usage']],
    ['without a key usage', extensions('keyUsage'), ['key-usage']],
    ['with a policy', extensions('certificatePolicies=1.2.3.4'), ['extensions']],
    ['with an extension nobody knows', extensions('1.2.3.4=ASN1:NULL'), ['extensions']],
    ['without any extension', [], ['key-usage', 'extended-key-usage']],
  ])('%s', (_, granted, expected) => {
    expect(differences(issuer.issue(csr, granted))).toEqual(expected);
  });

  const TENANT = '/O=株式会社 Aoba, "Co" \\+ #1';
  const keyFile = fileWith(keys.privateKey.export({ type: 'pkcs8', format: 'pem' }));

  it('never because of the order of the names', () => {
    const turned = run('openssl', ['req', '-new', '-utf8', '-key', keyFile, '-subj', `${TENANT}/CN=3354648652`]);

    expect(differences(issuer.issue(turned))).toEqual([]);
  });

  it.each([
    ['another user', `/CN=3354648653${TENANT}`],
    ['another tenant', '/CN=3354648652/O=株式会社 Aoba'],
    ['a further name', `/CN=3354648652${TENANT}/OU=Sales`],
    ['two users', `/CN=3354648652/CN=3354648653${TENANT}`],
    ['a user twice', `/CN=3354648652/CN=3354648652${TENANT}`],
    ['no tenant', '/CN=3354648652'],
    ['nobody', '/'],
  ])('that names %s', (_, subject) => {
    const renamed = run('openssl', ['req', '-new', '-utf8', '-key', keyFile, '-subj', subject]);

    expect(differences(issuer.issue(renamed))).toEqual(['subject']);
  });

  it('for another key', async () => {
    const other = certificateRequest(await newKeyPair('p-256'), SUBJECT);

    expect(differences(issuer.issue(other))).toEqual(['public-key']);
  });

  it('with everything wrong, naming it all', () => {
    expect(differences(issuer.certificate)).toEqual(['subject', 'public-key', 'authority', 'key-usage', 'extended-key-usage']);
  });

  it('that is none', () => {
    expect(differences('')).toEqual(['form']);
    expect(differences(csr)).toEqual(['form']);
  });
});

describe('a serial number', () => {
  it('is the same from API Gateway, Node and the PEM', () => {
    const pem = issuer.issue(csr);
    const { serialNumber } = new X509Certificate(pem);
    const asAwsWritesIt = colonSeparated(serialNumber).toLowerCase();

    expect(serialNumberOf(asAwsWritesIt)).toBe(serialNumber.toLowerCase());
    expect(serialNumberOf(serialNumber)).toBe(serialNumber.toLowerCase());
    expect(certificateSerialNumber(pem)).toBe(serialNumber.toLowerCase());
  });

  it('is written byte by byte for ACM PCA', () => {
    expect(colonSeparated('0a1b2c')).toBe('0a:1b:2c');
  });
});

it('L-5 a thumbprint is the same from PEM and certificate', () => {
  const pem = issuer.issue(csr);

  expect(thumbprintOf(pem)).toMatch(/^[0-9a-f]{64}$/);
  expect(thumbprintOf(new X509Certificate(pem))).toBe(thumbprintOf(pem));
});
