import { key, type Scope } from './keys.ts';
import { readItem } from './read.ts';
import { putNew, type Write } from './write.ts';

/** Whose a user ID or login name is. */
export type LoginIdOwner = { readonly scope: Scope; readonly userId: string };

/** Finds the user behind a user ID or login name, over all tenants. */
export async function findLoginId(loginId: string): Promise<LoginIdOwner | undefined> {
  const item = await readItem(key.loginId(loginId));
  if (item === undefined) return undefined;

  const { tenantId, subscriptionId, userId } = item as unknown as Scope & { userId: string };

  return { scope: { tenantId, subscriptionId }, userId };
}

/** Claims a login ID for good: it is unique over all tenants, and a user ID is never used again. */
export function claimLoginId(loginId: string, { scope, userId }: LoginIdOwner): Write {
  return putNew(key.loginId(loginId), { ...scope, userId });
}
