import { environment } from '../../runtime/environment.ts';
import { generateMac } from './mac.ts';

/**
 * A keyed fingerprint (base64) of a digest. A table that leaks must not let a password be guessed from a kept
 * fingerprint, so the key stays in KMS, and is used for nothing else.
 */
export async function fingerprintMac(digest: Uint8Array): Promise<string> {
  return Buffer.from(await generateMac(environment('FINGERPRINT_KEY_ID'), digest)).toString('base64');
}
