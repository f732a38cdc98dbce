import { createHash, X509Certificate } from 'node:crypto';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { presentedCertificate } from '../../functions/runtime/client-certificate.ts';
import { run } from '../x509/tools.ts';

/** A certificate with this subject, as OpenSSL writes it. */
function certificateFor(subject: string): string {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', '/dev/null'];

  return run('openssl', ['req', '-x509', ...key, '-utf8', '-subj', subject, '-days', '30']);
}

/** A request as API Gateway hands it over; `headers` are the client's own. */
function requestWith(clientCert: object | null | undefined, headers: Record<string, string> = {}): APIGatewayProxyEvent {
  return { headers, requestContext: { identity: { sourceIp: '127.0.0.1', clientCert } } } as unknown as APIGatewayProxyEvent;
}

const PEM = certificateFor('/O=アオバ商事株式会社/CN=1453935789');

describe('the certificate presented', () => {
  it('L-5 is known by the SHA-256 of its DER encoding, and by the user ID in its common name', () => {
    const der = new X509Certificate(PEM).raw;

    expect(presentedCertificate(requestWith({ clientCertPem: PEM }))).toEqual({
      thumbprint: createHash('sha256').update(der).digest('hex'),
      commonName: '1453935789',
    });
  });

  it('L-5 is told apart from any other, of the same user too', () => {
    const other = certificateFor('/CN=1453935789');

    expect(presentedCertificate(requestWith({ clientCertPem: other }))?.thumbprint).not.toBe(
      presentedCertificate(requestWith({ clientCertPem: PEM }))?.thumbprint,
    );
  });

  it.each([
    ['no common name', '/O=Aoba'],
    ['two common names', '/CN=1453935789/CN=2000000000'],
  ])('L-5 with %s is nobody’s', (_what, subject) => {
    expect(presentedCertificate(requestWith({ clientCertPem: certificateFor(subject) }))?.commonName).toBe('');
  });

  it('L-5 a name that only looks like a user ID stays what it is', () => {
    const subject = certificateFor('/CN=1453935789 \\/CN=2000000000');

    expect(presentedCertificate(requestWith({ clientCertPem: subject }))?.commonName).not.toMatch(/^\d{10}$/);
  });
});

describe('there is none', () => {
  it.each([undefined, null, {}, { clientCertPem: '' }])('L-5 on the other host: %j', (clientCert) => {
    expect(presentedCertificate(requestWith(clientCert))).toBeUndefined();
  });

  it('L-5 for what a client claims in a header', () => {
    const headers = {
      'X-Client-Cert': PEM,
      'X-Amzn-Mtls-Clientcert': encodeURIComponent(PEM),
      'Client-Cert': `:${Buffer.from(PEM).toString('base64')}:`,
      'X-Forwarded-Client-Cert': PEM,
    };

    expect(presentedCertificate(requestWith(undefined, headers))).toBeUndefined();
  });
});

it('throws for what is no certificate: API Gateway hands over none such', () => {
  expect(() => presentedCertificate(requestWith({ clientCertPem: 'no certificate' }))).toThrow();
});
