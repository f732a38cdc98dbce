import { TABLE } from '../../contracts/table.ts';
import { key, type Scope } from './keys.ts';
import { attributesOf, type Ref } from './read.ts';
import { putNew, type Write } from './write.ts';

/** Whose login password is reset: what the ID in the mailed URL leads to. The reset itself stands in the credentials. */
export type ResetOwner = { readonly scope: Scope; readonly userId: string };

export const resetRef = (resetId: string): Ref<ResetOwner> => ({
  key: key.loginPasswordReset(resetId),
  read: attributesOf<ResetOwner>,
});

const KEPT_SECONDS = 24 * 60 * 60;

/** Lets the mailed URL lead somewhere; it is forgotten a day after its code has ended. */
export function addReset(resetId: string, owner: ResetOwner, endsAt: Date): Write {
  const expiresAt = Math.ceil(endsAt.getTime() / 1_000) + KEPT_SECONDS;

  return putNew(key.loginPasswordReset(resetId), { ...owner, [TABLE.timeToLive]: expiresAt });
}
