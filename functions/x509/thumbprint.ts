import { X509Certificate } from 'node:crypto';

/** The SHA-256 of the DER in lower-case hex: by it a certificate is known again, as in RFC 8705. */
export function thumbprintOf(certificate: X509Certificate | string): string {
  const { fingerprint256 } = typeof certificate === 'string' ? new X509Certificate(certificate) : certificate;

  return fingerprint256.replaceAll(':', '').toLowerCase();
}
