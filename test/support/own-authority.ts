import { type KeyAlgorithm, type SigningAlgorithm, signerOf } from '../../local/aws/acm-pca/algorithms.ts';
import type { AuthorityRecord, CertificateRecord } from '../../local/aws/acm-pca/records.ts';
import { ROOT_TEMPLATE } from '../../local/aws/acm-pca/template.ts';
import { x509 } from '../../local/tls/x509.ts';
import { type ClientIdentity, local } from './api.ts';
import { stateDocuments } from './local-state.ts';

type Wishes = {
  readonly commonName: string;
  readonly purpose?: 'clientAuth' | 'serverAuth';
  /** How long it is good for, in minutes of the local run's time. */
  readonly minutes?: number;
};

/**
 * Has the CA of the local run sign a certificate that nobody ordered: a chain as good as any, and no item in the table. Its key
 * comes from the data folder, as no operation shows it.
 */
export async function signedByOurAuthority({
  commonName,
  purpose = 'clientAuth',
  minutes = 60,
}: Wishes): Promise<ClientIdentity> {
  const { authority, root } = authorityOfRun();
  const { KeyAlgorithm, SigningAlgorithm } = JSON.parse(authority.configuration) as Algorithms;
  const { key, algorithm } = await signerOf(Buffer.from(authority.privateKey, 'base64'), KeyAlgorithm, SigningAlgorithm);
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const now = Date.parse((await local<{ now: string }>('GET', '/clock')).now);

  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${commonName}`,
    issuer: new x509.X509Certificate(root.certificate).subject,
    notBefore: new Date(now - 3_600_000),
    notAfter: new Date(now + minutes * 60_000),
    publicKey: keys.publicKey,
    signingKey: key,
    signingAlgorithm: algorithm,
    extensions: [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage[purpose]])],
  });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey));

  return { cert: certificate.toString('pem'), key: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY') };
}

type Algorithms = { readonly KeyAlgorithm: KeyAlgorithm; readonly SigningAlgorithm: SigningAlgorithm };

function authorityOfRun(): { authority: AuthorityRecord; root: CertificateRecord } {
  const [authority] = stateDocuments<AuthorityRecord>('acm-pca-authorities');
  const root = stateDocuments<CertificateRecord>('acm-pca-certificates').find((each) => each.templateArn === ROOT_TEMPLATE);
  if (authority === undefined || root === undefined) throw new Error('The local run has no CA');

  return { authority, root };
}
