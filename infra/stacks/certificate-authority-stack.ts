import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { DomainName } from 'aws-cdk-lib/aws-apigateway';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket, BucketProps } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { ApiDomain } from '../constructs/api-domain.ts';
import { CertificateAuthority } from '../constructs/certificate-authority.ts';
import { accessLogBucket, privateBucket } from '../constructs/private-bucket.ts';
import { Truststore } from '../constructs/truststore.ts';
import type { AlarmedDeployment } from '../deployment.ts';

type Authority = { readonly name: string; readonly arn: string };

/**
 * The CAs of client certificates, and the host that trusts them.
 *
 * Both are one stack because a CA must be trusted before it issues. Whoever lets a function issue imports the CA's ARN, and
 * so is deployed after all of this stack. Between stacks that would not work: CloudFormation refuses to change a value, such
 * as the truststore's version, that another stack imports.
 */
export class CertificateAuthorityStack extends Stack {
  /** The CA that issues. */
  readonly issuing: Authority;
  /** Every CA whose certificates may be about. */
  readonly authorities: readonly Authority[];
  /** Where the CAs write reports of what they issued, for as long as an audit may need one. */
  readonly auditBucket: Bucket;
  /** The host that lets in only who presents a certificate of one of the CAs. */
  readonly clientCertificateHost: DomainName;

  constructor(scope: Construct, id: string, { deployment, ...props }: StackProps & { deployment: AlarmedDeployment }) {
    super(scope, id, props);
    const { certificateAuthorities, domains } = deployment.settings;

    const accessLogs = accessLogBucket(this, 'AccessLogs', deployment);
    const crlBucket = this.bucketOfAuthorities('Crls', { serverAccessLogsBucket: accessLogs, serverAccessLogsPrefix: 'crls/' });
    this.auditBucket = this.bucketOfAuthorities('Audits', {
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: 'audits/',
      lifecycleRules: [{ expiration: Duration.days(30) }],
    });

    const generations = certificateAuthorities.generations.map((generation) => ({
      name: generation.name,
      authority: new CertificateAuthority(this, generation.name, { deployment, generation, crlBucket }),
    }));

    const truststore = new Truststore(this, 'Truststore', {
      deployment,
      certificates: generations.map(({ authority }) => authority.certificate),
      accessLogs,
    });
    this.clientCertificateHost = new ApiDomain(this, 'ClientCertificateHost', {
      deployment,
      host: domains.clientCertificates,
      mutualTls: truststore,
    }).domainName;

    this.authorities = generations.map(({ name, authority }) => ({ name, arn: authority.arn }));
    this.issuing = only(this.authorities.filter(({ name }) => name === certificateAuthorities.issuing));

    // Exported whether imported or not: CloudFormation refuses to withdraw the ARN that functions imported up to now.
    for (const { arn } of this.authorities) this.exportValue(arn);
  }

  /**
   * A bucket that AWS Private CA writes to for this account: CRLs and audit reports need the same.
   * https://docs.aws.amazon.com/privateca/latest/userguide/crl-planning.html#s3-policies
   */
  private bucketOfAuthorities(id: string, props: BucketProps): Bucket {
    const bucket = privateBucket(this, id, props);

    bucket.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('acm-pca.amazonaws.com')],
        actions: ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:PutObject', 's3:PutObjectAcl'],
        resources: [bucket.bucketArn, bucket.arnForObjects('*')],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );

    return bucket;
  }
}

function only<T>(items: readonly T[]): T {
  const [item, ...others] = items;
  if (item === undefined || others.length > 0) throw new Error('Exactly one CA issues');

  return item;
}
