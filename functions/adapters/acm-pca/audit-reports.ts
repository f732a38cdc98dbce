import {
  CreateCertificateAuthorityAuditReportCommand,
  DescribeCertificateAuthorityAuditReportCommand,
} from '@aws-sdk/client-acm-pca';
import { AUDIT_BUCKET_VARIABLE } from '../../contracts/capabilities.ts';
import { environment } from '../../runtime/environment.ts';
import type { ObjectAddress } from '../s3/read-text.ts';
import { certificateAuthorityClient } from './client.ts';

/** A report that a CA was asked for. */
export type AuditReport = { readonly certificateAuthorityArn: string; readonly auditReportId: string };

/** How far a report is: being written since a time, or there. */
export type AuditReportState =
  | { readonly status: 'creating'; readonly createdAt: Date }
  | { readonly status: 'written'; readonly place: ObjectAddress };

/**
 * Asks a CA for a report of all certificates it has issued; it is not there at once. A CA makes one in 30 minutes at most, and
 * throws until then.
 * https://docs.aws.amazon.com/privateca/latest/APIReference/API_CreateCertificateAuthorityAuditReport.html
 */
export async function requestAuditReport(certificateAuthorityArn: string): Promise<AuditReport> {
  const { AuditReportId } = await certificateAuthorityClient().send(
    new CreateCertificateAuthorityAuditReportCommand({
      CertificateAuthorityArn: certificateAuthorityArn,
      S3BucketName: environment(AUDIT_BUCKET_VARIABLE),
      AuditReportResponseFormat: 'JSON',
    }),
  );
  if (AuditReportId === undefined) throw new Error('ACM PCA answered CreateCertificateAuthorityAuditReport without an ID');

  return { certificateAuthorityArn, auditReportId: AuditReportId };
}

/** Throws when the CA could not write the report. */
export async function auditReportState({ certificateAuthorityArn, auditReportId }: AuditReport): Promise<AuditReportState> {
  const { AuditReportStatus, S3BucketName, S3Key, CreatedAt } = await certificateAuthorityClient().send(
    new DescribeCertificateAuthorityAuditReportCommand({
      CertificateAuthorityArn: certificateAuthorityArn,
      AuditReportId: auditReportId,
    }),
  );
  if (AuditReportStatus === 'CREATING' && CreatedAt !== undefined) return { status: 'creating', createdAt: CreatedAt };
  if (AuditReportStatus !== 'SUCCESS' || S3BucketName === undefined || S3Key === undefined) {
    throw new Error(`The audit report ${auditReportId} is ${AuditReportStatus ?? 'without a status'}`);
  }

  return { status: 'written', place: { bucket: S3BucketName, key: S3Key } };
}
