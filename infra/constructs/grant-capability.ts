import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { AUTHENTICATOR_KEY } from '../../functions/contracts/authenticator-key.ts';
import {
  AUDIT_BUCKET_VARIABLE,
  type Capability,
  CERTIFICATE_AUTHORITY_VARIABLE,
} from '../../functions/contracts/capabilities.ts';
import { MAILED_SECRET_KEYS, type MailedSecretPurpose } from '../../functions/contracts/mailed-secret-keys.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import {
  authenticatorSecretStatement,
  describeAuthorityStatement,
  generateMacStatement,
  issueCertificateStatements,
  readAuditStatements,
  requestAuditStatement,
  revokeCertificateStatement,
} from './statements.ts';

/** What functions work with. Who uses no CA need not be handed any. */
export type Resources = {
  readonly data: DataStack;
  /** ARNs of the CA that issues, and of all whose certificates may be about; and where those write their reports. */
  readonly certificateAuthorities?: { readonly issuing: string; readonly all: readonly string[]; readonly auditBucket: IBucket };
};

/** What a capability takes: variables of the environment, and statements of the role. */
type Grant = { readonly environment: Readonly<Record<string, string>>; readonly statements: readonly PolicyStatement[] };

const GRANTS: Readonly<Record<Capability, (resources: Resources) => Grant>> = {
  'temporary-password-key': ({ data }) => mailedSecret('temporary-login-password', data),
  'mail-token-key': ({ data }) => mailedSecret('mail-token', data),
  'reset-code-key': ({ data }) => mailedSecret('reset-code', data),
  'order-token-key': ({ data }) => mailedSecret('order-token', data),
  'fingerprint-key': ({ data }) => mac('FINGERPRINT_KEY_ID', data.fingerprintKey),
  'login-id-key': ({ data }) => mac('LOGIN_ID_KEY_ID', data.loginIdKey),
  'cursor-key': ({ data }) => mac('CURSOR_KEY_ID', data.cursorKey),
  'authenticator-key.encrypt': ({ data }) => authenticatorSecret('encrypt', data),
  'authenticator-key.decrypt': ({ data }) => authenticatorSecret('decrypt', data),
  'certificate-authority.issue': (resources) => {
    const { issuing, all } = authoritiesOf(resources);

    return { environment: { [CERTIFICATE_AUTHORITY_VARIABLE]: issuing }, statements: issueCertificateStatements(issuing, all) };
  },
  'certificate-authority.revoke': (resources) => {
    const { issuing, all } = authoritiesOf(resources);

    return { environment: { [CERTIFICATE_AUTHORITY_VARIABLE]: issuing }, statements: [revokeCertificateStatement(all)] };
  },
  'certificate-authority.request-audit': (resources) => {
    const { all, auditBucket } = authoritiesOf(resources);

    return { environment: { [AUDIT_BUCKET_VARIABLE]: auditBucket.bucketName }, statements: [requestAuditStatement(all)] };
  },
  'certificate-authority.audit': (resources) => {
    const { all, auditBucket } = authoritiesOf(resources);

    return { environment: {}, statements: readAuditStatements(all, auditBucket.bucketArn) };
  },
  'certificate-authority.describe': (resources) => {
    const { issuing } = authoritiesOf(resources);

    return { environment: { [CERTIFICATE_AUTHORITY_VARIABLE]: issuing }, statements: [describeAuthorityStatement(issuing)] };
  },
};

/** What a function has to be given for a capability. */
export function grantOf(capability: Capability, resources: Resources): Grant {
  return GRANTS[capability](resources);
}

/** What a function needs to derive the secrets of each purpose (C-12). */
export const MAILED_SECRET_CAPABILITIES: Readonly<Record<MailedSecretPurpose, Capability>> = {
  'temporary-login-password': 'temporary-password-key',
  'mail-token': 'mail-token-key',
  'reset-code': 'reset-code-key',
  'order-token': 'order-token-key',
};

function mailedSecret(purpose: MailedSecretPurpose, { mailedSecretKeys }: DataStack): Grant {
  return mac(MAILED_SECRET_KEYS[purpose], mailedSecretKeys[purpose]);
}

function mac(variable: string, { keyId, keyArn }: Key): Grant {
  return { environment: { [variable]: keyId }, statements: [generateMacStatement(keyArn)] };
}

function authenticatorSecret(use: 'encrypt' | 'decrypt', { authenticatorKey: { keyId, keyArn } }: DataStack): Grant {
  return { environment: { [AUTHENTICATOR_KEY.variable]: keyId }, statements: [authenticatorSecretStatement(keyArn, use)] };
}

/** Throws for who was handed no CA. */
export function authoritiesOf({ certificateAuthorities }: Resources): NonNullable<Resources['certificateAuthorities']> {
  if (certificateAuthorities === undefined) throw new Error('A function that uses certificates was handed no CA');

  return certificateAuthorities;
}
