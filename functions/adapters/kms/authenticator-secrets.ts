import { DecryptCommand, EncryptCommand } from '@aws-sdk/client-kms';
import { AUTHENTICATOR_KEY } from '../../contracts/authenticator-key.ts';
import { environment } from '../../runtime/environment.ts';
import { kmsClient } from './client.ts';

/**
 * Encrypts the secret of a user's authenticator app (C-12). It can be decrypted for the same user only: the user ID is
 * part of the encryption context.
 * https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html
 *
 * @returns base64
 */
export async function encryptAuthenticatorSecret(secret: Uint8Array, userId: string): Promise<string> {
  const { CiphertextBlob } = await kmsClient().send(new EncryptCommand({ ...keyFor(userId), Plaintext: secret }));
  if (CiphertextBlob === undefined) throw new Error('KMS answered Encrypt without a ciphertext');

  return Buffer.from(CiphertextBlob).toString('base64');
}

/** The secret in the clear, for as long as a code is checked. */
export async function decryptAuthenticatorSecret(ciphertext: string, userId: string): Promise<Uint8Array> {
  const CiphertextBlob = Buffer.from(ciphertext, 'base64');
  const { Plaintext } = await kmsClient().send(new DecryptCommand({ ...keyFor(userId), CiphertextBlob }));
  if (Plaintext === undefined) throw new Error('KMS answered Decrypt without a plaintext');

  return Plaintext;
}

function keyFor(userId: string) {
  return { KeyId: environment(AUTHENTICATOR_KEY.variable), EncryptionContext: { purpose: AUTHENTICATOR_KEY.purpose, userId } };
}
