import { beforeEach, expect, it, vi } from 'vitest';
import { auditReportState, requestAuditReport } from '../../../functions/adapters/acm-pca/audit-reports.ts';
import { acmPcaStandIn } from './stand-in.ts';

const AUTHORITY = 'arn:aws:acm-pca:ap-northeast-1:123456789012:certificate-authority/11111111-1111-1111-1111-111111111111';
const REPORT = { certificateAuthorityArn: AUTHORITY, auditReportId: '0f0e0d0c-0000-4000-8000-000000000000' };
const KEY = `audit-report/11111111-1111-1111-1111-111111111111/${REPORT.auditReportId}.json`;
const CREATED = Date.parse('2027-01-01T01:00:00Z') / 1000;

const acmPca = acmPcaStandIn();

beforeEach(() => {
  vi.stubEnv('AUDIT_BUCKET', 'audits');
});

it('asks the CA for a report in JSON, in the bucket of the environment', async () => {
  acmPca.answer({ result: { AuditReportId: REPORT.auditReportId, S3Key: KEY } });

  expect(await requestAuditReport(AUTHORITY)).toEqual(REPORT);
  expect(acmPca.calls).toEqual([
    {
      action: 'CreateCertificateAuthorityAuditReport',
      input: { CertificateAuthorityArn: AUTHORITY, S3BucketName: 'audits', AuditReportResponseFormat: 'JSON' },
    },
  ]);
});

it('hands on that a CA makes no second report in half an hour', async () => {
  acmPca.answer({ error: 'RequestInProgressException' }, { result: {} });

  await expect(requestAuditReport(AUTHORITY)).rejects.toMatchObject({ name: 'RequestInProgressException' });
  await expect(requestAuditReport(AUTHORITY)).rejects.toThrow('without an ID');
});

it('tells since when a report is being written, and where it is', async () => {
  acmPca.answer(
    { result: { AuditReportStatus: 'CREATING', CreatedAt: CREATED } },
    { result: { AuditReportStatus: 'SUCCESS', CreatedAt: CREATED, S3BucketName: 'audits', S3Key: KEY } },
  );

  expect(await auditReportState(REPORT)).toEqual({ status: 'creating', createdAt: new Date('2027-01-01T01:00:00Z') });
  expect(await auditReportState(REPORT)).toEqual({ status: 'written', place: { bucket: 'audits', key: KEY } });
  expect(acmPca.calls[0]).toEqual({
    action: 'DescribeCertificateAuthorityAuditReport',
    input: { CertificateAuthorityArn: AUTHORITY, AuditReportId: REPORT.auditReportId },
  });
});

it('fails for a report that could not be written, or that nobody knows the place of', async () => {
  acmPca.answer({ result: { AuditReportStatus: 'FAILED', CreatedAt: CREATED } }, { result: { AuditReportStatus: 'SUCCESS' } });

  await expect(auditReportState(REPORT)).rejects.toThrow('FAILED');
  await expect(auditReportState(REPORT)).rejects.toThrow('SUCCESS');
});
