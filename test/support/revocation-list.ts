import { execFileSync } from 'node:child_process';
import { localRun } from './local-run.ts';

/** The serial numbers on the CRL as OpenSSL reads it, in lower-case hexadecimal. */
export async function revokedSerials(): Promise<string[]> {
  const response = await fetch(`${localRun().url}/_local/crl`);
  const text = execFileSync('openssl', ['crl', '-inform', 'DER', '-noout', '-text'], {
    input: Buffer.from(await response.arrayBuffer()),
    encoding: 'utf8',
  });

  return [...text.matchAll(/Serial Number: ([0-9A-F]+)/g)].map(([, serial = '']) => serial.toLowerCase());
}
