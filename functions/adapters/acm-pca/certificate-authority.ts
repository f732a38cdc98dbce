import {
  DescribeCertificateAuthorityCommand,
  GetCertificateCommand,
  IssueCertificateCommand,
  RequestAlreadyProcessedException,
  RequestInProgressException,
  type RevocationReason,
  RevokeCertificateCommand,
} from '@aws-sdk/client-acm-pca';
import { environment } from '../../runtime/environment.ts';
import { colonSeparated } from '../../x509/serial-number.ts';
import { certificateAuthorityClient } from './client.ts';

/**
 * Gives client authentication and nothing else, and takes the subject from us instead of the request.
 * https://docs.aws.amazon.com/privateca/latest/userguide/template-definitions.html
 */
export const CLIENT_CERTIFICATE_TEMPLATE = 'arn:aws:acm-pca:::template/EndEntityClientAuthCertificate_APIPassthrough/V1';

/** It has to fit the key of the certificate authority, which is RSA_2048. */
const SIGNING_ALGORITHM = 'SHA256WITHRSA';

const SECOND_MS = 1_000;
const DAY_S = 24 * 60 * 60;

export type CertificateOrder = {
  /** PEM; its subject is not looked at. */
  readonly csr: string;
  readonly commonName: string;
  /** At most 64 characters (X.520). */
  readonly organization: string;
  /** At most 36 characters; the same one gives the same certificate, for some minutes. */
  readonly idempotencyToken: string;
  readonly validityDays: number;
  /** The caller's time, from which the days count. AWS itself dates the certificate back by an hour. */
  readonly from: Date;
};

/** PEM; the chain leads from the issuer to the root. */
export type IssuedCertificate = { readonly certificate: string; readonly chain: string };

/** Asks for a certificate. It is not there at once: see `issued`. */
export async function issue(order: CertificateOrder): Promise<{ readonly certificateArn: string }> {
  const { CertificateArn } = await certificateAuthorityClient().send(
    new IssueCertificateCommand({
      CertificateAuthorityArn: environment('CERTIFICATE_AUTHORITY_ARN'),
      Csr: Buffer.from(order.csr),
      SigningAlgorithm: SIGNING_ALGORITHM,
      TemplateArn: CLIENT_CERTIFICATE_TEMPLATE,
      ApiPassthrough: { Subject: { CommonName: order.commonName, Organization: order.organization } },
      Validity: { Type: 'ABSOLUTE', Value: Math.floor(order.from.getTime() / SECOND_MS) + order.validityDays * DAY_S },
      IdempotencyToken: order.idempotencyToken,
    }),
  );
  if (CertificateArn === undefined) throw new Error('ACM PCA answered IssueCertificate without an ARN');

  return { certificateArn: CertificateArn };
}

/** The certificate, or undefined while it is still being made. */
export async function issued(certificateArn: string): Promise<IssuedCertificate | undefined> {
  try {
    const { Certificate, CertificateChain } = await certificateAuthorityClient().send(
      new GetCertificateCommand({ CertificateAuthorityArn: authorityOf(certificateArn), CertificateArn: certificateArn }),
    );
    if (Certificate === undefined || CertificateChain === undefined) {
      throw new Error('ACM PCA answered GetCertificate without the certificate or its chain');
    }

    return { certificate: Certificate, chain: CertificateChain };
  } catch (error) {
    if (error instanceof RequestInProgressException) return undefined;
    throw error;
  }
}

/**
 * Revokes a certificate, so that it is on the next CRL. Done before is as good.
 *
 * @param certificate its ARN names the authority that issued it, which need not be the one that issues now; its serial
 * number is hex without colons
 */
export async function revoke(
  { certificateArn, serialNumber }: { readonly certificateArn: string; readonly serialNumber: string },
  reason: RevocationReason,
): Promise<void> {
  try {
    await certificateAuthorityClient().send(
      new RevokeCertificateCommand({
        CertificateAuthorityArn: authorityOf(certificateArn),
        CertificateSerial: colonSeparated(serialNumber),
        RevocationReason: reason,
      }),
    );
  } catch (error) {
    if (!(error instanceof RequestAlreadyProcessedException)) throw error;
  }
}

/** When the issuing authority's own certificate expires: it issues nothing that would be valid longer. */
export async function expiryOfCertificateAuthority(): Promise<Date> {
  const { CertificateAuthority } = await certificateAuthorityClient().send(
    new DescribeCertificateAuthorityCommand({ CertificateAuthorityArn: environment('CERTIFICATE_AUTHORITY_ARN') }),
  );
  if (CertificateAuthority?.NotAfter === undefined)
    throw new Error('ACM PCA answered DescribeCertificateAuthority without NotAfter');

  return CertificateAuthority.NotAfter;
}

/** `arn:…:certificate-authority/<ID>/certificate/<serial number>` */
function authorityOf(certificateArn: string): string {
  const [authorityArn = '', certificate] = certificateArn.split('/certificate/');
  if (certificate === undefined) throw new Error('Not the ARN of a certificate of ACM PCA');

  return authorityArn;
}
