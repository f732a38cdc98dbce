import { authenticatorLocked } from './authenticator-locked.ts';
import { certificateExpiring } from './certificate-expiring.ts';
import { certificateOrder } from './certificate-order.ts';
import { certificateOrderExpired } from './certificate-order-expired.ts';
import { certificateRevoked } from './certificate-revoked.ts';
import { credentialChanged } from './credential-changed.ts';
import { invitation } from './invitation.ts';
import { loginLocked } from './login-locked.ts';
import { loginMethodReset } from './login-method-reset.ts';
import { loginPasswordReset } from './login-password-reset.ts';
import { mailAddressChanged } from './mail-address-changed.ts';
import { mailToken } from './mail-token.ts';
import { newLogin } from './new-login.ts';
import { transactionPasswordLocked } from './transaction-password-locked.ts';
import { transactionPasswordReset } from './transaction-password-reset.ts';
import { transferMailToken } from './transfer-mail-token.ts';

/** Every mail the product sends, by template name. */
export const MAIL_TEMPLATES = {
  invitation,
  'mail-token': mailToken,
  'transfer-mail-token': transferMailToken,
  'mail-address-changed': mailAddressChanged,
  'credential-changed': credentialChanged,
  'login-password-reset': loginPasswordReset,
  'transaction-password-reset': transactionPasswordReset,
  'login-locked': loginLocked,
  'new-login': newLogin,
  'transaction-password-locked': transactionPasswordLocked,
  'authenticator-locked': authenticatorLocked,
  'certificate-order': certificateOrder,
  'certificate-order-expired': certificateOrderExpired,
  'certificate-expiring': certificateExpiring,
  'certificate-revoked': certificateRevoked,
  'login-method-reset': loginMethodReset,
} as const;

export type MailTemplates = typeof MAIL_TEMPLATES;
export type MailTemplateName = keyof MailTemplates;
