import { environment } from '../../runtime/environment.ts';
import { generateMac } from './mac.ts';

/** What proves that a cursor is one of ours, by the digest of what it says. The key is used for nothing else. */
export async function cursorMac(digest: Uint8Array): Promise<Uint8Array> {
  return generateMac(environment('CURSOR_KEY_ID'), digest);
}
