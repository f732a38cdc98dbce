import type { MailedSecretPurpose } from '../../domain/credentials/mailed-secrets.ts';

export type { MailedSecretPurpose };

/**
 * The environment variable that names the KMS key of each kind of mailed secret. Every kind has a key of its own, so that
 * a function which checks mail tokens cannot compute temporary passwords.
 */
export const MAILED_SECRET_KEYS: Readonly<Record<MailedSecretPurpose, string>> = {
  'temporary-login-password': 'TEMPORARY_PASSWORD_KEY_ID',
  'mail-token': 'MAIL_TOKEN_KEY_ID',
  'reset-code': 'RESET_CODE_KEY_ID',
  'order-token': 'ORDER_TOKEN_KEY_ID',
};
