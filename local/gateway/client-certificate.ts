import { X509Certificate } from 'node:crypto';
import type { PeerCertificate } from 'node:tls';

/**
 * `requestContext.identity.clientCert`, as a custom domain with mutual TLS passes it on.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html
 */
export function clientCertOf(presented: PeerCertificate | undefined): Record<string, unknown> | undefined {
  if (!presented) return undefined;

  const certificate = new X509Certificate(presented.raw);

  return {
    clientCertPem: certificate.toString(),
    subjectDN: distinguishedName(certificate.subject),
    issuerDN: distinguishedName(certificate.issuer),
    serialNumber: certificate.serialNumber.toLowerCase().replaceAll(/(..)(?!$)/g, '$1:'),
    validity: { notBefore: certificate.validFrom, notAfter: certificate.validTo },
  };
}

/** Node lists the parts one per line and outermost first; RFC 4514 writes them the other way round. */
function distinguishedName(lines: string): string {
  return lines.split('\n').reverse().join(',');
}
