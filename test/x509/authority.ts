import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileWith, run, scratch } from './tools.ts';

/** What the client authentication template of AWS Private CA makes. */
export const CLIENT_AUTH_EXTENSIONS = [
  'basicConstraints=CA:FALSE',
  'authorityKeyIdentifier=keyid',
  'subjectKeyIdentifier=hash',
  'keyUsage=critical,digitalSignature,keyEncipherment',
  'extendedKeyUsage=clientAuth',
  'crlDistributionPoints=URI:http://crl.example/crl/ca.crl',
];

export type Authority = {
  readonly certificate: string;
  /** Issues for a request (PEM) with the extensions given, as OpenSSL's configuration writes them. */
  issue(csr: string, extensions?: readonly string[]): string;
};

/** A certificate authority of OpenSSL's with a key of its own. */
export function authority(key: readonly string[] = ['rsa:2048']): Authority {
  const folder = scratch();
  const [keyFile, certificateFile] = [join(folder, 'ca.key'), join(folder, 'ca.pem')];
  const name = ['-subj', '/O=Bank/CN=Test authority', '-days', '30'];
  const certificate = run('openssl', ['req', '-x509', '-newkey', ...key, '-nodes', '-keyout', keyFile, ...name]);
  writeFileSync(certificateFile, certificate);

  return {
    certificate,
    issue(csr, extensions = CLIENT_AUTH_EXTENSIONS) {
      const by = ['-CA', certificateFile, '-CAkey', keyFile, '-days', '10', '-extfile', fileWith(extensions.join('\n'))];

      return run('openssl', ['x509', '-req', ...by], csr);
    },
  };
}
