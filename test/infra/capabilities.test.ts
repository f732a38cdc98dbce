import { App } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { expect, it } from 'vitest';
import type { Capability } from '../../functions/contracts/capabilities.ts';
import { grantOf } from '../../infra/constructs/grant-capability.ts';
import { settings } from '../../infra/settings.ts';
import { readSettings } from '../../infra/settings-schema.ts';
import { DataStack } from '../../infra/stacks/data-stack.ts';

const data = new DataStack(new App(), 'data', { deployment: { settings: readSettings(settings), bundles: '' } });
const auditBucket = Bucket.fromBucketArn(data, 'Audits', 'arn:aws:s3:::audits');
const certificateAuthorities = { issuing: 'arn:ca-2', all: ['arn:ca-1', 'arn:ca-2'], auditBucket };

function granted(capability: Capability) {
  const { environment, statements } = grantOf(capability, { data, certificateAuthorities });

  return { environment, statements: statements.map((statement) => statement.toStatementJson()) };
}

it('a function that issues may do so by the issuing CA only, and nothing but certificates of clients', () => {
  expect(granted('certificate-authority.issue')).toEqual({
    environment: { CERTIFICATE_AUTHORITY_ARN: 'arn:ca-2' },
    statements: [
      {
        Effect: 'Allow',
        Action: 'acm-pca:IssueCertificate',
        Resource: 'arn:ca-2',
        Condition: {
          StringEquals: {
            'acm-pca:TemplateArn': 'arn:aws:acm-pca:::template/EndEntityClientAuthCertificate_APIPassthrough/V1',
          },
        },
      },
      { Effect: 'Allow', Action: 'acm-pca:GetCertificate', Resource: ['arn:ca-1', 'arn:ca-2'] },
    ],
  });
});

it('a function that revokes may do so at every CA, so that certificates of an earlier one can be revoked', () => {
  expect(granted('certificate-authority.revoke')).toEqual({
    environment: { CERTIFICATE_AUTHORITY_ARN: 'arn:ca-2' },
    statements: [{ Effect: 'Allow', Action: 'acm-pca:RevokeCertificate', Resource: ['arn:ca-1', 'arn:ca-2'] }],
  });
});

it('a function that has reports written may do so at every CA, and reads none', () => {
  expect(granted('certificate-authority.request-audit')).toEqual({
    environment: { AUDIT_BUCKET: 'audits' },
    statements: [
      { Effect: 'Allow', Action: 'acm-pca:CreateCertificateAuthorityAuditReport', Resource: ['arn:ca-1', 'arn:ca-2'] },
    ],
  });
});

it('a function that audits may read the reports of every CA, and nothing else of their bucket', () => {
  expect(granted('certificate-authority.audit')).toEqual({
    environment: {},
    statements: [
      { Effect: 'Allow', Action: 'acm-pca:DescribeCertificateAuthorityAuditReport', Resource: ['arn:ca-1', 'arn:ca-2'] },
      { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::audits/audit-report/*' },
    ],
  });
});

it('a function that asks how a CA is may ask the one that issues', () => {
  expect(granted('certificate-authority.describe')).toEqual({
    environment: { CERTIFICATE_AUTHORITY_ARN: 'arn:ca-2' },
    statements: [{ Effect: 'Allow', Action: 'acm-pca:DescribeCertificateAuthority', Resource: 'arn:ca-2' }],
  });
});

it('a function that was handed no CA cannot be given one', () => {
  expect(() => grantOf('certificate-authority.issue', { data })).toThrow('no CA');
});
