import { x509 } from '../../tls/x509.ts';
import { AwsError, NotEmulatedError } from '../aws-error.ts';
import type { CertifiedAuthority } from './authority.ts';
import { crlUrl } from './crl.ts';
import type { IssueCertificateInput } from './inputs.ts';
import { nameOf } from './names.ts';
import type { CertificateRecord } from './records.ts';
import { randomSerial } from './serial.ts';
import { readSigningRequest } from './signing-request.ts';
import { periodOf } from './validity.ts';

const CLIENT_AUTH_TEMPLATE = 'arn:aws:acm-pca:::template/EndEntityClientAuthCertificate_APIPassthrough/V1';

/**
 * Issues a certificate for TLS clients. The subject comes from the API or else the request, alternative names from the request;
 * everything else is the template's and the CA's, whatever the request asks for.
 *
 * @throws AwsError as IssueCertificate does
 * @see https://docs.aws.amazon.com/privateca/latest/userguide/template-definitions.html#EndEntityClientAuthCertificate_APIPassthrough
 * @see https://docs.aws.amazon.com/privateca/latest/userguide/template-order-of-operations.html
 */
export async function issueLeaf(
  authority: CertifiedAuthority,
  { Csr, SigningAlgorithm, TemplateArn, Validity, ValidityNotBefore, ApiPassthrough }: IssueCertificateInput,
  { now, region }: { readonly now: Date; readonly region: string },
): Promise<CertificateRecord> {
  if (TemplateArn !== CLIENT_AUTH_TEMPLATE) throw new NotEmulatedError(`the certificate template ${TemplateArn}`);
  if (ApiPassthrough?.Extensions !== undefined) throw new NotEmulatedError('ApiPassthrough.Extensions');
  if (!authority.canSign(SigningAlgorithm)) {
    throw new AwsError('InvalidArgsException', `The signing algorithm ${SigningAlgorithm} is not of the family of the CA's key`);
  }

  const { subject, publicKey, alternativeNames } = await readSigningRequest(Csr);
  const { notBefore, notAfter } = periodOf(Validity, now, ValidityNotBefore);
  if (notAfter > authority.certificate.notAfter) {
    throw new AwsError('ValidationException', 'The certificate validity specified exceeds the certificate authority validity');
  }

  const serial = randomSerial();
  const { key, algorithm } = await authority.signer(SigningAlgorithm);
  const { digitalSignature, keyEncipherment } = x509.KeyUsageFlags;
  const url = crlUrl(authority, region);

  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial,
    subject: ApiPassthrough?.Subject ? nameOf(ApiPassthrough.Subject) : subject,
    issuer: authority.certificate.subject,
    notBefore,
    notAfter,
    publicKey,
    signingKey: key,
    signingAlgorithm: algorithm,
    extensions: [
      ...(alternativeNames ? [alternativeNames] : []),
      new x509.BasicConstraintsExtension(false),
      new x509.AuthorityKeyIdentifierExtension(authority.certificate.keyIdentifier),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
      new x509.KeyUsagesExtension(digitalSignature | keyEncipherment, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
      ...(url === undefined ? [] : [new x509.CRLDistributionPointsExtension([url])]),
    ],
  });

  return {
    arn: `${authority.arn}/certificate/${serial}`,
    authorityArn: authority.arn,
    serial,
    certificate: certificate.toString('pem'),
    templateArn: TemplateArn,
    issuedAt: now.toISOString(),
    isInProgress: true,
  };
}
