import { invitation } from './invitation.ts';
import { loginLocked } from './login-locked.ts';
import { mailAddressChanged } from './mail-address-changed.ts';
import { mailToken } from './mail-token.ts';
import { transactionPasswordLocked } from './transaction-password-locked.ts';

/** Every mail the product sends, by template name. */
export const MAIL_TEMPLATES = {
  invitation,
  'mail-token': mailToken,
  'mail-address-changed': mailAddressChanged,
  'login-locked': loginLocked,
  'transaction-password-locked': transactionPasswordLocked,
} as const;

export type MailTemplates = typeof MAIL_TEMPLATES;
export type MailTemplateName = keyof MailTemplates;
