import type { Documents, State } from '../../state.ts';
import type { AttributeSource, Referred } from '../../template/attributes.ts';
import type { RevocationReason } from './reasons.ts';

/** What a CA is made of, made once. */
export type AuthorityRecord = {
  /** PKCS #8, base64. */
  readonly privateKey: string;
  /** PKCS #10, PEM. */
  readonly signingRequest: string;
  readonly createdAt: string;
  /** What cannot be changed of a CA, as text. */
  readonly configuration: string;
};

/** A certificate that a CA has issued, its own included. */
export type CertificateRecord = {
  readonly arn: string;
  readonly authorityArn: string;
  /** Lower-case hexadecimal, without colons. */
  readonly serial: string;
  /** PEM. */
  readonly certificate: string;
  readonly templateArn: string;
  readonly issuedAt: string;
  /** Whoever asks for it first is told that it is not issued yet. */
  readonly isInProgress: boolean;
};

export type Revocation = {
  readonly authorityArn: string;
  readonly serial: string;
  readonly revokedAt: string;
  readonly reason: RevocationReason;
  readonly notAfter: string;
};

/** What ACM PCA keeps. */
export type Records = {
  /** By ARN. */
  readonly authorities: Documents<AuthorityRecord>;
  /** By ARN. */
  readonly certificates: Documents<CertificateRecord>;
  /** By the certificate's ARN. */
  readonly revocations: Documents<Revocation>;
  /** The certificates that requests with an idempotency token have led to. */
  readonly tokens: Documents<{ readonly certificateArn: string; readonly usedAt: string }>;
  readonly auditReports: Documents<AuditReport>;
};

export type AuditReport = {
  readonly authorityArn: string;
  readonly bucket: string;
  readonly key: string;
  readonly createdAt: string;
  readonly isInProgress: boolean;
};

export function recordsIn(state: State): Records {
  return {
    authorities: state.documents('acm-pca-authorities'),
    certificates: state.documents('acm-pca-certificates'),
    revocations: state.documents('acm-pca-revocations'),
    tokens: state.documents('acm-pca-tokens'),
    auditReports: state.documents('acm-pca-audit-reports'),
  };
}

/** What the template may refer to of CAs and their certificates: known once they are made, at the start of the local AWS. */
export function authorityAttributes(state: State): AttributeSource {
  const { authorities, certificates } = recordsIn(state);
  const certificateOf = (arn: string): string | undefined => certificates.get(arn)?.certificate;

  const readers: Readonly<Record<string, (resource: Referred) => string | undefined>> = {
    'AWS::ACMPCA::CertificateAuthority.CertificateSigningRequest': ({ arn }) => authorities.get(arn)?.signingRequest,
    'AWS::ACMPCA::Certificate.Certificate': ({ arn }) => certificateOf(arn),
    // A root is its whole chain.
    'AWS::ACMPCA::CertificateAuthorityActivation.CompleteCertificateChain': ({ properties }) => String(properties['Certificate']),
  };

  return (resource, attribute) => {
    const read = readers[`${resource.type}.${attribute}`];
    if (!read) return undefined;

    const value = read(resource);
    if (value === undefined) throw new Error(`the ${attribute} of ${resource.logicalId} is not made yet`);

    return value;
  };
}
