import { key, type Scope } from './keys.ts';
import { attributesOf, readItem } from './read.ts';
import { putNew, type Write } from './write.ts';

/** Whose a user ID or login name is. */
export type LoginIdOwner = { readonly scope: Scope; readonly userId: string };

/** Finds the user behind a user ID or login name, over all tenants. */
export function findLoginId(loginId: string): Promise<LoginIdOwner | undefined> {
  return readItem({ key: key.loginId(loginId), read: attributesOf<LoginIdOwner> });
}

/** Claims a login ID for good: it is unique over all tenants, and a user ID is never used again. */
export function claimLoginId(loginId: string, owner: LoginIdOwner): Write {
  return putNew(key.loginId(loginId), owner);
}
