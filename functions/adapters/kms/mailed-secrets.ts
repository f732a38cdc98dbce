import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import { encodeMailedSecret, type MailedSecret, mailedSecretMessage } from '../../../domain/credentials/mailed-secrets.ts';
import { environment } from '../../runtime/environment.ts';

/** Derives the secrets that are mailed: the same cause and user always give the same one, and only KMS knows the key. */
export type MailedSecrets = {
  temporaryLoginPassword(causeId: string, userId: string): Promise<string>;
  mailToken(causeId: string, userId: string): Promise<string>;
};

/** Secrets under the key named in the environment. The client keeps its connections for the life of the instance. */
export function mailedSecrets(): MailedSecrets {
  const keyId = environment('MAILED_SECRETS_KEY_ID');
  // KMS answers in milliseconds: a call that hangs is given up early, and a person may be waiting behind it.
  const client = new KMSClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
  });

  async function derive(secret: MailedSecret): Promise<string> {
    const message = new TextEncoder().encode(mailedSecretMessage(secret));
    const { Mac } = await client.send(new GenerateMacCommand({ KeyId: keyId, MacAlgorithm: 'HMAC_SHA_256', Message: message }));

    if (Mac === undefined) throw new Error('KMS answered GenerateMac without a MAC');

    return encodeMailedSecret(secret.purpose, Mac);
  }

  return {
    temporaryLoginPassword: (causeId, userId) => derive({ purpose: 'temporary-login-password', causeId, userId }),
    mailToken: (causeId, userId) => derive({ purpose: 'mail-token', causeId, userId }),
  };
}
