import * as z from 'zod';
import { NotEmulatedError } from '../aws-error.ts';
import { SIGNING_ALGORITHMS } from './algorithms.ts';
import { Subject } from './names.ts';
import { REVOCATION_REASONS } from './reasons.ts';
import { Validity } from './validity.ts';

const Arn = z
  .string()
  .max(200)
  .regex(/^arn:[\w+=/,.@-]+:acm-pca:[\w+=/,.@-]*:\d*:[\w+=,.@-]+(\/[\w+=,.@-]+)*$/);

/** https://docs.aws.amazon.com/privateca/latest/APIReference/API_IssueCertificate.html */
export const IssueCertificateInput = z.object({
  CertificateAuthorityArn: Arn,
  Csr: z.base64().transform((text) => Buffer.from(text, 'base64')),
  SigningAlgorithm: z.enum(SIGNING_ALGORITHMS),
  TemplateArn: Arn.default('arn:aws:acm-pca:::template/EndEntityCertificate/V1'),
  Validity,
  ValidityNotBefore: Validity.optional(),
  IdempotencyToken: z.string().min(1).max(36).optional(),
  ApiPassthrough: z
    .object({
      Subject: emulated('custom attributes of a subject', 'CustomAttributes', Subject).optional(),
      Extensions: z.unknown().optional(),
    })
    .optional(),
});
export type IssueCertificateInput = z.output<typeof IssueCertificateInput>;

/** https://docs.aws.amazon.com/privateca/latest/APIReference/API_GetCertificate.html */
export const GetCertificateInput = z.object({ CertificateAuthorityArn: Arn, CertificateArn: Arn });

/** https://docs.aws.amazon.com/privateca/latest/APIReference/API_RevokeCertificate.html */
export const RevokeCertificateInput = z.object({
  CertificateAuthorityArn: Arn,
  CertificateSerial: z.string().max(128),
  RevocationReason: z.enum(REVOCATION_REASONS),
});

/** Of DescribeCertificateAuthority and GetCertificateAuthorityCertificate. */
export const AuthorityInput = z.object({ CertificateAuthorityArn: Arn });

/** https://docs.aws.amazon.com/privateca/latest/APIReference/API_CreateCertificateAuthorityAuditReport.html */
export const CreateAuditReportInput = z.object({
  CertificateAuthorityArn: Arn,
  S3BucketName: z.string().min(3).max(63),
  AuditReportResponseFormat: z.enum(['JSON', 'CSV']),
});

/** https://docs.aws.amazon.com/privateca/latest/APIReference/API_DescribeCertificateAuthorityAuditReport.html */
export const DescribeAuditReportInput = z.object({ CertificateAuthorityArn: Arn, AuditReportId: z.string().length(36) });

/** Refuses a member that AWS knows and the local run does not, before the schema takes it for a mistake. */
function emulated<Schema extends z.ZodType>(what: string, member: string, schema: Schema) {
  return z.preprocess((given) => {
    if (typeof given === 'object' && given !== null && member in given) throw new NotEmulatedError(what);
    return given;
  }, schema);
}
