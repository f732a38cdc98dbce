import { CfnOutput, Fn } from 'aws-cdk-lib';
import { CfnCertificate, CfnCertificateAuthority, CfnCertificateAuthorityActivation } from 'aws-cdk-lib/aws-acmpca';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { type Deployment, removalPolicy } from '../deployment.ts';
import type { DeploymentSettings } from '../settings-schema.ts';

type Generation = DeploymentSettings['certificateAuthorities']['generations'][number];
type CertificateAuthorityProps = {
  readonly deployment: Deployment;
  readonly generation: Generation;
  readonly crlBucket: Bucket;
};

const SIGNING_ALGORITHM = 'SHA256WITHRSA';

/** AWS renews a CRL before it is so old; clients refuse one that is. */
const CRL_DAYS = 7;

/** A root CA in AWS Private CA, with a certificate signed by itself, and a CRL. */
export class CertificateAuthority extends Construct {
  readonly arn: string;
  /** PEM of its own certificate. */
  readonly certificate: string;

  constructor(scope: Construct, id: string, { deployment, generation, crlBucket }: CertificateAuthorityProps) {
    super(scope, id);

    const authority = new CfnCertificateAuthority(this, 'Authority', {
      type: 'ROOT',
      usageMode: 'GENERAL_PURPOSE',
      keyAlgorithm: 'RSA_2048',
      signingAlgorithm: SIGNING_ALGORITHM,
      subject: { commonName: `${deployment.settings.name} client certificates ${generation.name}` },
      revocationConfiguration: {
        crlConfiguration: {
          enabled: true,
          expirationInDays: CRL_DAYS,
          s3BucketName: crlBucket.bucketName,
          s3ObjectAcl: 'BUCKET_OWNER_FULL_CONTROL',
        },
      },
    });
    // AWS Private CA tries the bucket when the CA is made.
    authority.node.addDependency(crlBucket);

    const certificate = new CfnCertificate(this, 'Certificate', {
      certificateAuthorityArn: authority.attrArn,
      certificateSigningRequest: authority.attrCertificateSigningRequest,
      signingAlgorithm: SIGNING_ALGORITHM,
      templateArn: 'arn:aws:acm-pca:::template/RootCACertificate/V1',
      validity: { type: 'YEARS', value: generation.validYears },
    });

    const activation = new CfnCertificateAuthorityActivation(this, 'Activation', {
      certificateAuthorityArn: authority.attrArn,
      certificate: certificate.attrCertificate,
      status: 'ACTIVE',
    });

    // A CA that is deleted revokes nothing any more, and the deletion of an activation disables its CA.
    for (const part of [authority, certificate, activation]) part.applyRemovalPolicy(removalPolicy(deployment));

    this.arn = authority.attrArn;
    this.certificate = certificate.attrCertificate;
    // https://docs.aws.amazon.com/privateca/latest/userguide/crl-planning.html
    new CfnOutput(this, 'CrlUrl', { value: `https://${crlBucket.bucketRegionalDomainName}/crl/${idOf(authority.attrArn)}.crl` });
  }
}

/** The part of an ARN behind `certificate-authority/`. */
function idOf(arn: string): string {
  return Fn.select(1, Fn.split('/', arn));
}
