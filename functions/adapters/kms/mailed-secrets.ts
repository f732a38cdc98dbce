import { encodeMailedSecret, type MailedSecret, mailedSecretMessage } from '../../../domain/credentials/mailed-secrets.ts';
import { MAILED_SECRET_KEYS } from '../../contracts/mailed-secret-keys.ts';
import { environment } from '../../runtime/environment.ts';
import { generateMac } from './mac.ts';

/** Derives the secrets that are mailed: the same cause and user always give the same one, and only KMS knows the keys. */
export type MailedSecrets = {
  temporaryLoginPassword(causeId: string, userId: string): Promise<string>;
  mailToken(causeId: string, userId: string): Promise<string>;
  resetCode(causeId: string, userId: string): Promise<string>;
  orderToken(causeId: string, userId: string): Promise<string>;
};

/** Secrets under the keys named in the environment. */
export function mailedSecrets(): MailedSecrets {
  return {
    temporaryLoginPassword: (causeId, userId) => derive({ purpose: 'temporary-login-password', causeId, userId }),
    mailToken: (causeId, userId) => derive({ purpose: 'mail-token', causeId, userId }),
    resetCode: (causeId, userId) => derive({ purpose: 'reset-code', causeId, userId }),
    orderToken: (causeId, userId) => derive({ purpose: 'order-token', causeId, userId }),
  };
}

async function derive(secret: MailedSecret): Promise<string> {
  const message = new TextEncoder().encode(mailedSecretMessage(secret));
  const mac = await generateMac(environment(MAILED_SECRET_KEYS[secret.purpose]), message);

  return encodeMailedSecret(secret.purpose, mac);
}
