import { X509Certificate } from 'node:crypto';
import type { CertificateRecord } from '../../local/aws/acm-pca/records.ts';
import { stateDocuments } from './local-state.ts';

/** The serial numbers of all that the certificate authority ever issued to a user, whoever knows of it. */
export function issuedTo(userId: string): string[] {
  return stateDocuments<CertificateRecord>('acm-pca-certificates')
    .filter(({ certificate }) => new X509Certificate(certificate).subject.split('\n').includes(`CN=${userId}`))
    .map(({ serial }) => serial);
}
