import { X509Certificate } from 'node:crypto';

const CERTIFICATES = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** PEM as in RFC 7468: 64 characters a line. */
export function toPem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];

  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** Every certificate of a chain, in its order. */
export function certificatesOf(chain: string): X509Certificate[] {
  return (chain.match(CERTIFICATES) ?? []).map((pem) => new X509Certificate(pem));
}
