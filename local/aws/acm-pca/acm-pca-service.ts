import { AwsError } from '../aws-error.ts';
import { awsJson } from '../protocol.ts';
import { inputOf, type Permission, type Service } from '../service.ts';
import type { AuditReports } from './audit-reports.ts';
import { type Authority, statusOf } from './authority.ts';
import { type Certificates, notFound } from './certificates.ts';
import type { CrlPublisher } from './crl-publisher.ts';
import {
  AuthorityInput,
  CreateAuditReportInput,
  DescribeAuditReportInput,
  GetCertificateInput,
  IssueCertificateInput,
  RevokeCertificateInput,
} from './inputs.ts';
import type { Authorities } from './open-authorities.ts';

type Parts = {
  readonly authorities: Authorities;
  readonly certificates: Certificates;
  readonly crls: Pick<CrlPublisher, 'publish'>;
  readonly reports: AuditReports;
  readonly accountId: string;
  readonly now: () => Date;
};

/**
 * AWS Private CA as far as it is used: root CAs of the template, which issue certificates for TLS clients.
 *
 * @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_Operations.html
 */
export function acmPcaService({ authorities, certificates, crls, reports, accountId, now }: Parts): Service {
  const protocol = awsJson('1.1', 'ACMPrivateCA');

  function existing(arn: string): Authority {
    const authority = authorities.get(arn);
    if (!authority) throw notFound(`the certificate authority ${arn}`);

    return authority;
  }

  return {
    protocol,
    actions: {
      IssueCertificate: (request) => {
        const input = inputOf(IssueCertificateInput, request);

        return {
          permissions: [permission('IssueCertificate', input.CertificateAuthorityArn, input.TemplateArn)],
          run: async () => {
            const authority = existing(input.CertificateAuthorityArn);
            return protocol.answer({ CertificateArn: await certificates.issue(authority, input) });
          },
        };
      },
      GetCertificate: (request) => {
        const { CertificateAuthorityArn, CertificateArn } = inputOf(GetCertificateInput, request);

        return {
          permissions: [permission('GetCertificate', CertificateAuthorityArn)],
          run: async () => {
            const authority = existing(CertificateAuthorityArn);
            const { certificate } = certificates.get(authority, CertificateArn);
            return protocol.answer({ Certificate: certificate, CertificateChain: authority.certificate?.pem });
          },
        };
      },
      RevokeCertificate: (request) => {
        const { CertificateAuthorityArn, CertificateSerial, RevocationReason } = inputOf(RevokeCertificateInput, request);

        return {
          permissions: [permission('RevokeCertificate', CertificateAuthorityArn)],
          run: async () => {
            const authority = existing(CertificateAuthorityArn);
            certificates.revoke(authority, CertificateSerial, RevocationReason);
            await crls.publish(authority);
            return { ...protocol.answer({}), body: '' };
          },
        };
      },
      GetCertificateAuthorityCertificate: (request) => {
        const { CertificateAuthorityArn } = inputOf(AuthorityInput, request);

        return {
          permissions: [permission('GetCertificateAuthorityCertificate', CertificateAuthorityArn)],
          run: async () => {
            const { certificate } = existing(CertificateAuthorityArn);
            if (!certificate) throw new AwsError('InvalidStateException', 'The certificate authority has no certificate yet');
            return protocol.answer({ Certificate: certificate.pem });
          },
        };
      },
      DescribeCertificateAuthority: (request) => {
        const { CertificateAuthorityArn } = inputOf(AuthorityInput, request);

        return {
          permissions: [permission('DescribeCertificateAuthority', CertificateAuthorityArn)],
          run: async () =>
            protocol.answer({ CertificateAuthority: described(existing(CertificateAuthorityArn), accountId, now()) }),
        };
      },
      CreateCertificateAuthorityAuditReport: (request) => {
        const { CertificateAuthorityArn, S3BucketName, AuditReportResponseFormat } = inputOf(CreateAuditReportInput, request);

        return {
          permissions: [permission('CreateCertificateAuthorityAuditReport', CertificateAuthorityArn)],
          run: async () => {
            const authority = existing(CertificateAuthorityArn);
            return protocol.answer(reports.create(authority, S3BucketName, AuditReportResponseFormat));
          },
        };
      },
      DescribeCertificateAuthorityAuditReport: (request) => {
        const { CertificateAuthorityArn, AuditReportId } = inputOf(DescribeAuditReportInput, request);

        return {
          permissions: [permission('DescribeCertificateAuthorityAuditReport', CertificateAuthorityArn)],
          run: async () => protocol.answer(reports.describe(existing(CertificateAuthorityArn), AuditReportId)),
        };
      },
    },
  };
}

/** Only IssueCertificate has a template: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsprivatecertificateauthority.html */
function permission(action: string, authorityArn: string, template?: string): Permission {
  return {
    action: `acm-pca:${action}`,
    resource: authorityArn,
    context: { 'acm-pca:TemplateArn': template === undefined ? [] : [template] },
  };
}

function described(authority: Authority, accountId: string, now: Date): unknown {
  const { arn, properties, createdAt, certificate } = authority;
  const { Type, KeyAlgorithm, SigningAlgorithm, Subject, RevocationConfiguration } = properties;

  return {
    Arn: arn,
    OwnerAccount: accountId,
    CreatedAt: seconds(createdAt),
    LastStateChangeAt: seconds(createdAt),
    Type,
    Status: statusOf(authority, now),
    ...(certificate && {
      Serial: BigInt(`0x${certificate.serial}`).toString(),
      NotBefore: seconds(certificate.notBefore),
      NotAfter: seconds(certificate.notAfter),
    }),
    CertificateAuthorityConfiguration: { KeyAlgorithm, SigningAlgorithm, Subject },
    RevocationConfiguration,
    KeyStorageSecurityStandard: properties.KeyStorageSecurityStandard,
    UsageMode: properties.UsageMode,
  };
}

/** Seconds since 1970, as AWS JSON writes times. */
function seconds(time: Date): number {
  return time.getTime() / 1000;
}
