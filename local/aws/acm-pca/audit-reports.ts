import { randomUUID } from 'node:crypto';
import { AwsError, NotEmulatedError } from '../aws-error.ts';
import { auditReport } from './audit-report.ts';
import type { Authority } from './authority.ts';
import { notFound } from './certificates.ts';
import type { PutObject } from './crl-publisher.ts';
import type { Records } from './records.ts';

type Parts = {
  readonly records: Records;
  readonly now: () => Date;
  readonly accountId: string;
  readonly putObject: PutObject;
  /** Tells whether the template has a bucket. */
  readonly hasBucket: (name: string) => boolean;
};

/** The audit reports that CAs have written into buckets. */
export type AuditReports = {
  create(authority: Authority, bucket: string, format: 'JSON' | 'CSV'): { AuditReportId: string; S3Key: string };
  describe(authority: Authority, id: string): unknown;
};

/** Both throw AwsError as the actions do. That AWS makes one report in 30 minutes at most is not enforced. */
export function auditReports({ records, now, accountId, putObject, hasBucket }: Parts): AuditReports {
  const reports = records.auditReports;

  return {
    create: (authority, bucket, format) => {
      if (format !== 'JSON') throw new NotEmulatedError(`audit reports in the format ${format}`);
      if (!hasBucket(bucket)) throw notFound(`the S3 bucket ${bucket}`);
      if (!authority.certificate) {
        throw new AwsError('InvalidStateException', 'The certificate authority is not in a valid state for audit reports');
      }

      const id = randomUUID();
      const key = `audit-report/${authority.id}/${id}.json`;
      putObject(bucket, key, auditReport(authority.arn, accountId, records));
      reports.put(id, { authorityArn: authority.arn, bucket, key, createdAt: now().toISOString(), isInProgress: true });

      return { AuditReportId: id, S3Key: key };
    },
    describe: (authority, id) => {
      const report = reports.get(id);
      if (report?.authorityArn !== authority.arn) throw notFound(`the audit report ${id}`);

      // Whoever asks first is told to ask again, as AWS takes its time.
      if (report.isInProgress) reports.put(id, { ...report, isInProgress: false });

      return {
        AuditReportStatus: report.isInProgress ? 'CREATING' : 'SUCCESS',
        S3BucketName: report.bucket,
        S3Key: report.key,
        CreatedAt: Date.parse(report.createdAt) / 1000,
      };
    },
  };
}
