import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import { environment } from '../../runtime/environment.ts';

let client: KMSClient | undefined;

/**
 * A keyed fingerprint (base64) of a digest. A table that leaks must not let a password be guessed from a kept
 * fingerprint, so the key stays in KMS; it is not the one that mailed secrets are derived with.
 */
export async function fingerprintMac(digest: Uint8Array): Promise<string> {
  client ??= new KMSClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
  });

  const { Mac } = await client.send(
    new GenerateMacCommand({ KeyId: environment('FINGERPRINT_KEY_ID'), MacAlgorithm: 'HMAC_SHA_256', Message: digest }),
  );
  if (Mac === undefined) throw new Error('KMS answered GenerateMac without a MAC');

  return Buffer.from(Mac).toString('base64');
}
