import { environment } from '../../runtime/environment.ts';
import { generateMac } from './mac.ts';

/**
 * A keyed digest of a login ID as it was submitted. What nobody has as an ID may be a password typed in the wrong place,
 * so that a table that leaks must not let it be guessed.
 */
export async function loginIdMac(loginId: string): Promise<string> {
  return Buffer.from(await generateMac(environment('LOGIN_ID_KEY_ID'), Buffer.from(loginId))).toString('base64url');
}
