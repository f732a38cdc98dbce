import { webcrypto } from 'node:crypto';
import { x509 } from '../../tls/x509.ts';
import { generateKeys, signerOf } from './algorithms.ts';
import type { Authority } from './authority.ts';
import { nameOf } from './names.ts';
import type { AuthorityRecord, CertificateRecord } from './records.ts';
import { randomSerial } from './serial.ts';
import { type AuthorityProperties, ROOT_TEMPLATE, type RootCertificateProperties } from './template.ts';
import { periodOf } from './validity.ts';

/** Makes the key pair of a CA, and its signing request. */
export async function newAuthority(properties: AuthorityProperties, now: Date): Promise<AuthorityRecord> {
  const { KeyAlgorithm, SigningAlgorithm, Subject } = properties;
  const keys = await generateKeys(KeyAlgorithm);
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const { key, algorithm } = await signerOf(pkcs8, KeyAlgorithm, SigningAlgorithm);

  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: nameOf(Subject),
    keys: { publicKey: keys.publicKey, privateKey: key },
    signingAlgorithm: algorithm,
  });

  return {
    privateKey: pkcs8.toString('base64'),
    signingRequest: request.toString('pem'),
    createdAt: now.toISOString(),
    configuration: configurationOf(properties),
  };
}

/** What a CA keeps for its life: AWS makes another one when the template changes it. */
export function configurationOf({ KeyAlgorithm, SigningAlgorithm, Subject }: AuthorityProperties): string {
  return JSON.stringify({ KeyAlgorithm, SigningAlgorithm, Subject });
}

/**
 * Makes the certificate that a root CA signs itself. Its serial number is random: browsers refuse another certificate with
 * the same issuer and number, which a fresh data folder would lead to.
 *
 * @see https://docs.aws.amazon.com/privateca/latest/userguide/template-definitions.html#RootCACertificate-V1
 */
export async function newRootCertificate(
  arn: string,
  authority: Authority,
  { CertificateSigningRequest, SigningAlgorithm, Validity }: RootCertificateProperties,
  now: Date,
): Promise<CertificateRecord> {
  const request = new x509.Pkcs10CertificateRequest(CertificateSigningRequest);
  const { key, algorithm } = await authority.signer(SigningAlgorithm);
  const { digitalSignature, keyCertSign, cRLSign } = x509.KeyUsageFlags;
  const serial = randomSerial();

  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial,
    subject: request.subjectName,
    issuer: request.subjectName,
    publicKey: request.publicKey,
    ...periodOf(Validity, now),
    signingKey: key,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      await x509.SubjectKeyIdentifierExtension.create(request.publicKey),
      new x509.KeyUsagesExtension(digitalSignature | keyCertSign | cRLSign, true),
    ],
  });

  return {
    arn,
    authorityArn: authority.arn,
    serial,
    certificate: certificate.toString('pem'),
    templateArn: ROOT_TEMPLATE,
    issuedAt: now.toISOString(),
    isInProgress: false,
  };
}
