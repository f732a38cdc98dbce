import { x509 } from '../../tls/x509.ts';
import { canSignWith, type Signer, type SigningAlgorithm, signerOf } from './algorithms.ts';
import type { AuthorityRecord } from './records.ts';
import type { AuthorityProperties } from './template.ts';

/** A CA's certificate, ready to be copied from. */
export type OwnCertificate = {
  readonly pem: string;
  readonly subject: x509.Name;
  /** Hexadecimal. */
  readonly keyIdentifier: string;
  readonly serial: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
};

/** A CA of the template. */
export type Authority = {
  readonly arn: string;
  /** The last part of its ARN. */
  readonly id: string;
  readonly properties: AuthorityProperties;
  readonly createdAt: Date;
  readonly canSign: (algorithm: SigningAlgorithm) => boolean;
  /** The private key never leaves this process but for the data folder; it is imported once per algorithm. */
  readonly signer: (algorithm: SigningAlgorithm) => Promise<Signer>;
  /** Undefined until an activation has installed it. */
  readonly certificate: OwnCertificate | undefined;
  readonly isEnabled: boolean;
};

export type CertifiedAuthority = Authority & { readonly certificate: OwnCertificate };

export function isCertified(authority: Authority): authority is CertifiedAuthority {
  return authority.certificate !== undefined;
}

/** https://docs.aws.amazon.com/privateca/latest/userguide/PcaUpdateStatus.html */
export type AuthorityStatus = 'PENDING_CERTIFICATE' | 'ACTIVE' | 'DISABLED' | 'EXPIRED';

export function statusOf({ certificate, isEnabled }: Authority, now: Date): AuthorityStatus {
  if (!certificate) return 'PENDING_CERTIFICATE';
  if (certificate.notAfter <= now) return 'EXPIRED';

  return isEnabled ? 'ACTIVE' : 'DISABLED';
}

/** A CA without a certificate. */
export function pendingAuthority(arn: string, properties: AuthorityProperties, record: AuthorityRecord): Authority {
  const { KeyAlgorithm } = properties;
  const signers = new Map<SigningAlgorithm, Promise<Signer>>();

  return {
    arn,
    id: arn.split('/').at(-1) ?? '',
    properties,
    createdAt: new Date(record.createdAt),
    canSign: (algorithm) => canSignWith(KeyAlgorithm, algorithm),
    signer: (algorithm) => {
      const signer = signers.get(algorithm) ?? signerOf(Buffer.from(record.privateKey, 'base64'), KeyAlgorithm, algorithm);
      signers.set(algorithm, signer);
      return signer;
    },
    certificate: undefined,
    isEnabled: false,
  };
}

/** Reads a certificate that carries a subject key identifier, as those of CAs do. */
export function ownCertificate(pem: string): OwnCertificate {
  const certificate = new x509.X509Certificate(pem);
  const keyIdentifier = certificate.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId;
  if (keyIdentifier === undefined) throw new Error('A CA certificate without a subject key identifier');

  return {
    pem,
    subject: certificate.subjectName,
    keyIdentifier,
    serial: certificate.serialNumber,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
  };
}
