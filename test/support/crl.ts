import { execFileSync } from 'node:child_process';
import { localRun } from './local-run.ts';

/** The serial numbers on the revocation list of the certificate authority, in lower-case hexadecimal, as OpenSSL reads it. */
export async function revokedSerials(): Promise<string[]> {
  const response = await fetch(`${localRun().url}/_local/crl`);
  const der = Buffer.from(await response.arrayBuffer());
  const text = execFileSync('openssl', ['crl', '-inform', 'DER', '-noout', '-text'], { input: der, encoding: 'utf8' });

  return [...text.matchAll(/Serial Number: ([0-9A-F]+)/g)].map(([, serial = '']) => serial.toLowerCase());
}
