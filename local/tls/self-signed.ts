import { randomBytes, webcrypto } from 'node:crypto';
import { x509 } from './x509.ts';

/** A key and its certificate, both PEM. */
export type ServerIdentity = { readonly key: string; readonly certificate: string };

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/**
 * Makes a self-signed certificate for `localhost` and 127.0.0.1 with a new P-256 key. It is good for any year
 * the local clock may be moved to.
 */
export async function selfSignedIdentity(): Promise<ServerIdentity> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    // Positive and never the same: the first byte keeps the sign bit clear.
    serialNumber: `01${randomBytes(15).toString('hex')}`,
    name: 'CN=localhost',
    notBefore: new Date('2020-01-01T00:00:00Z'),
    notAfter: new Date('2199-12-31T23:59:59Z'),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
    ],
  });
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));

  return { key: x509.PemConverter.encode(key, 'PRIVATE KEY'), certificate: `${certificate.toString('pem')}\n` };
}
