import { X509Certificate } from 'node:crypto';
import { IssueCertificateCommand, type RevocationReason, RevokeCertificateCommand } from '@aws-sdk/client-acm-pca';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpRequest } from '../../../local/gateway/http.ts';
import { crlRoutes } from '../../../local/routes/crl.ts';
import { localRoutes } from '../../../local/routes/local-routes.ts';
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
import { removeDataDir } from './local-aws.ts';

const DAY_MS = 86_400_000;
const withCrl = { RevocationConfiguration: { CrlConfiguration: CRL } };
const resources = {
  ...bucketResource,
  ...rootAuthority('Authority', withCrl),
  ...rootAuthority('Elliptic', { KeyAlgorithm: 'EC_prime256v1', SigningAlgorithm: 'SHA256WITHECDSA', ...withCrl }),
  ...rootAuthority('Silent'),
  // What functions issue from: neither the first nor the last.
  Issuer: {
    Type: 'AWS::Lambda::Function',
    Properties: { Environment: { Variables: { CERTIFICATE_AUTHORITY_ARN: { 'Fn::GetAtt': ['Authority', 'Arn'] } } } },
  },
};

let local: LocalAuthorities;
let csr: Buffer;

beforeAll(async () => {
  local = await startAuthorities(resources);
  csr = signingRequest(local.dataDir, 'ec', '/CN=asked for');
});

afterAll(async () => {
  await local.stop();
  removeDataDir(local.dataDir);
});

const algorithmOf = (name: string) => (name === 'Elliptic' ? 'SHA256WITHECDSA' : 'SHA256WITHRSA');
const issueFrom = (name: string, days = 365) =>
  issued(
    local,
    issueInput(local.arnOf(name), csr, { SigningAlgorithm: algorithmOf(name), Validity: { Type: 'DAYS', Value: days } }),
  );
const serialOf = (certificate: string): string => new X509Certificate(certificate).serialNumber;
const colons = (serial: string): string => serial.match(/../g)?.join(':') ?? '';
const revoke = (name: string, CertificateSerial: string, RevocationReason: RevocationReason = 'CESSATION_OF_OPERATION') =>
  local
    .client()
    .send(new RevokeCertificateCommand({ CertificateAuthorityArn: local.arnOf(name), CertificateSerial, RevocationReason }));
const crlOf = async (name: string): Promise<x509.X509Crl> => new x509.X509Crl((await local.acmPca.crl(local.arnOf(name))) ?? '');
const publishedBy = (name: string): x509.X509Crl => {
  const crl = local.objects.get(`${BUCKET}/crl/${local.arnOf(name).split('/')[1]}.crl`);
  if (!crl) throw new Error(`${name} has published no CRL`);

  return new x509.X509Crl(crl);
};

describe.each(['Authority', 'Elliptic'])('of the CA %s', (name) => {
  it('openssl takes the CRL, lets a good certificate pass and tells a revoked one', async () => {
    const good = await issueFrom(name);
    const bad = await issueFrom(name);
    await revoke(name, colons(serialOf(bad.certificate)), 'KEY_COMPROMISE');

    const { dataDir } = local;
    write(dataDir, 'list.der', (await local.acmPca.crl(local.arnOf(name))) ?? '');
    write(dataDir, 'list.pem', openssl(dataDir, 'crl', '-inform', 'DER', '-in', 'list.der'));
    write(dataDir, 'root.pem', good.chain);
    const verify = (certificate: string) =>
      openssl(
        dataDir,
        ...['verify', '-crl_check', '-x509_strict', '-CRLfile', 'list.pem', '-CAfile', 'root.pem'],
        write(dataDir, 'leaf.pem', certificate),
      );

    expect(verify(good.certificate)).toBe('leaf.pem: OK\n');
    expect(() => verify(bad.certificate)).toThrow('certificate revoked');

    const text = openssl(dataDir, 'crl', '-inform', 'DER', '-in', 'list.der', '-noout', '-text', '-CAfile', 'root.pem');
    expect(text).toMatch(/X509v3 CRL Number: \n +\d{13}\n/);
    expect(text).toContain('X509v3 Authority Key Identifier');
    expect(text).toMatch(new RegExp(`Serial Number: ${serialOf(bad.certificate)}\\n[^]*Key Compromise`));
    expect(text).not.toContain(serialOf(good.certificate));
  });
});

it('the entry tells when and why by the local clock, and the list is good for the days of the template', async () => {
  await local.clock.advance(30 * DAY_MS);
  const { certificate } = await issueFrom('Authority');
  const now = local.clock.now().getTime();
  await revoke('Authority', serialOf(certificate), 'SUPERSEDED');

  const crl = await crlOf('Authority');
  const entry = crl.findRevoked(serialOf(certificate).toLowerCase());

  expect(entry?.reason).toBe(x509.X509CrlReason.superseded);
  expect(Math.abs((entry?.revocationDate.getTime() ?? 0) - now)).toBeLessThan(60_000);
  expect(Math.abs(crl.thisUpdate.getTime() - now)).toBeLessThan(60_000);
  expect((crl.nextUpdate?.getTime() ?? 0) - crl.thisUpdate.getTime()).toBe(7 * DAY_MS);
});

// https://docs.aws.amazon.com/privateca/latest/APIReference/API_RevokeCertificate.html
describe('RevokeCertificate', () => {
  it('revokes once, whichever way the serial number is written, also after a restart', async () => {
    const serial = serialOf((await issueFrom('Authority')).certificate);
    await revoke('Authority', colons(serial.toLowerCase()));
    await local.stop();
    local = await startAuthorities(resources, local.dataDir);

    await expect(revoke('Authority', serial)).rejects.toMatchObject({ name: 'RequestAlreadyProcessedException' });
    expect((await crlOf('Authority')).findRevoked(serial.toLowerCase())).not.toBeNull();
    expect(publishedBy('Authority').findRevoked(serial.toLowerCase())).not.toBeNull();
  });

  it('does not find a certificate that the CA has not issued', async () => {
    const serial = serialOf((await issueFrom('Authority')).certificate);

    await expect(revoke('Elliptic', serial)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(revoke('Authority', '00:11')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('revokes a certificate that nobody has asked for yet', async () => {
    const { CertificateArn } = await local.client().send(new IssueCertificateCommand(issueInput(local.arnOf('Authority'), csr)));
    const serial = CertificateArn?.split('/').at(-1) ?? '';
    await revoke('Authority', serial);

    expect((await crlOf('Authority')).findRevoked(serial)).not.toBeNull();
  });
});

describe('the bucket', () => {
  it('has the list of a CA from the start, and with each revocation', async () => {
    const certificates = [await issueFrom('Elliptic'), await issueFrom('Elliptic')];
    const serials = certificates.map(({ certificate }) => serialOf(certificate).toLowerCase());
    expect(serials.map((serial) => publishedBy('Elliptic').findRevoked(serial))).toEqual([null, null]);

    await Promise.all(serials.map((serial) => revoke('Elliptic', serial)));

    expect(publishedBy('Elliptic').entries.map(({ serialNumber }) => serialNumber)).toEqual(expect.arrayContaining(serials));
  });

  it('never has a list that is out of date, however far the clock moves', async () => {
    await local.clock.advance(20 * DAY_MS);

    expect(publishedBy('Authority').nextUpdate?.getTime()).toBeGreaterThan(local.clock.now().getTime());
  });
});

it('a certificate that has expired is not listed any more', async () => {
  const serial = serialOf((await issueFrom('Authority', 1)).certificate).toLowerCase();
  await revoke('Authority', serial);
  expect((await crlOf('Authority')).findRevoked(serial)).not.toBeNull();

  await local.clock.advance(2 * DAY_MS);

  expect((await crlOf('Authority')).findRevoked(serial)).toBeNull();
});

describe('/_local/crl', () => {
  async function call(query = '') {
    const routes = localRoutes(local.state, local.clock, { crl: crlRoutes(local.acmPca.crl) });
    const reply = await routes({ method: 'GET', path: '/_local/crl', query, body: Buffer.from('') } as HttpRequest);
    if (!reply) throw new Error('There is no such route');

    return reply;
  }

  it('answers the list of the CA that functions issue from, in DER', async () => {
    const { status, headers, body } = await call();

    expect({ status, headers }).toEqual({ status: 200, headers: [['Content-Type', 'application/pkix-crl']] });
    expect(new x509.X509Crl(body as Buffer).issuer).toBe('CN=Authority root');
  });

  it('answers the list of the CA that is asked for', async () => {
    const { body } = await call(`certificateAuthority=${encodeURIComponent(local.arnOf('Elliptic'))}`);

    expect(new x509.X509Crl(body as Buffer).issuer).toBe('CN=Elliptic root');
  });

  it.each(['Silent', 'Unknown'])('answers 404 for the CA %s, which has none', async (name) => {
    const { status, body } = await call(`certificateAuthority=${encodeURIComponent(local.arnOf(name))}`);

    expect(status).toBe(404);
    expect(JSON.parse(body.toString())).toMatchObject({ code: 'not-found' });
  });
});
