import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';

let client: KMSClient | undefined;

/**
 * HMAC-SHA-256 of a message (at most 4,096 bytes) under a KMS key that nobody can read.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateMac.html
 */
export async function generateMac(keyId: string, message: Uint8Array): Promise<Uint8Array> {
  // KMS answers in milliseconds: a call that hangs is given up early, and a person may be waiting behind it.
  client ??= new KMSClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
  });

  const { Mac } = await client.send(new GenerateMacCommand({ KeyId: keyId, MacAlgorithm: 'HMAC_SHA_256', Message: message }));
  if (Mac === undefined) throw new Error('KMS answered GenerateMac without a MAC');

  return Mac;
}
