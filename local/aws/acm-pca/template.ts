import * as z from 'zod';
import { KEY_ALGORITHMS, SIGNING_ALGORITHMS } from './algorithms.ts';
import { Subject } from './names.ts';
import { Validity } from './validity.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-acmpca-certificateauthority-crlconfiguration.html */
const CrlConfiguration = z.strictObject({
  Enabled: z.boolean(),
  ExpirationInDays: z.int().min(1).max(5000).optional(),
  CustomCname: z.string().optional(),
  S3BucketName: z.string().optional(),
  S3ObjectAcl: z.enum(['PUBLIC_READ', 'BUCKET_OWNER_FULL_CONTROL']).optional(),
});

/** Of `AWS::ACMPCA::CertificateAuthority`, as far as they are known here. */
export const AuthorityProperties = z.strictObject({
  Type: z.literal('ROOT'),
  KeyAlgorithm: z.enum(KEY_ALGORITHMS),
  SigningAlgorithm: z.enum(SIGNING_ALGORITHMS),
  Subject,
  RevocationConfiguration: z.strictObject({ CrlConfiguration: CrlConfiguration.optional() }).optional(),
  UsageMode: z.literal('GENERAL_PURPOSE').default('GENERAL_PURPOSE'),
  KeyStorageSecurityStandard: z.string().default('FIPS_140_2_LEVEL_3_OR_HIGHER'),
  Tags: z.array(z.unknown()).optional(),
});
export type AuthorityProperties = z.output<typeof AuthorityProperties>;

export const ROOT_TEMPLATE = 'arn:aws:acm-pca:::template/RootCACertificate/V1';

/** Of `AWS::ACMPCA::Certificate`: a root's own certificate. */
export const RootCertificateProperties = z.strictObject({
  CertificateAuthorityArn: z.string(),
  CertificateSigningRequest: z.string(),
  SigningAlgorithm: z.enum(SIGNING_ALGORITHMS),
  TemplateArn: z.literal(ROOT_TEMPLATE),
  Validity,
});
export type RootCertificateProperties = z.output<typeof RootCertificateProperties>;

/** Of `AWS::ACMPCA::CertificateAuthorityActivation`. */
export const ActivationProperties = z.strictObject({
  CertificateAuthorityArn: z.string(),
  Certificate: z.string(),
  Status: z.enum(['ACTIVE', 'DISABLED']).default('ACTIVE'),
});
