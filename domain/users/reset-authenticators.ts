import { rowErrors, type SelfRestriction } from '../refusals.ts';
import type { FieldError } from '../result.ts';
import { type Administrator, isUserAdministrator } from './administrator.ts';

export type AuthenticatorResetRefused =
  | SelfRestriction<'own-authenticator'>
  | { readonly code: 'permission-denied'; readonly errors: readonly FieldError<'master-authenticator'>[] };

/**
 * C-14: whether an administrator may remove the authenticators of these users, who are there: another's only, for the own
 * one there is `removeAuthenticator`; and no user administrator the master's.
 */
export function authenticatorResetRefused(
  userIds: readonly string[],
  { actor, masterUserId }: { readonly actor: Administrator; readonly masterUserId: string },
): AuthenticatorResetRefused | undefined {
  const own = rowErrors('userIds', userIds, (userId) => userId === actor.userId, {
    code: 'own-authenticator',
    detail: "Another user's only (C-14).",
  });
  if (own.length > 0) return { code: 'self-restriction', errors: own };
  if (!isUserAdministrator(actor)) return undefined;

  const master = rowErrors('userIds', userIds, (userId) => userId === masterUserId, {
    code: 'master-authenticator',
    detail: "No user administrator removes the master's (C-14).",
  });

  return master.length > 0 ? { code: 'permission-denied', errors: master } : undefined;
}
