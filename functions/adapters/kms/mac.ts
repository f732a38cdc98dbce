import { GenerateMacCommand } from '@aws-sdk/client-kms';
import { kmsClient } from './client.ts';

/**
 * HMAC-SHA-256 of a message (at most 4,096 bytes) under a KMS key that nobody can read.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateMac.html
 */
export async function generateMac(keyId: string, message: Uint8Array): Promise<Uint8Array> {
  const { Mac } = await kmsClient().send(
    new GenerateMacCommand({ KeyId: keyId, MacAlgorithm: 'HMAC_SHA_256', Message: message }),
  );
  if (Mac === undefined) throw new Error('KMS answered GenerateMac without a MAC');

  return Mac;
}
