import { type LoginPassword, loginStatus, type StatusSettings } from '../credentials/credentials.ts';
import { rowErrors } from '../refusals.ts';
import type { FieldError } from '../result.ts';

/** So long a mail may be on its way before another is sent: nobody's mailbox is flooded. */
const PAUSE_MS = 60_000;

export type InvitationsNotResent =
  | { readonly code: 'wrong-state'; readonly errors: readonly FieldError<'not-invited'>[] }
  | { readonly code: 'too-many-requests'; readonly retryAfterSeconds: number };

/**
 * U-4: why these people, all of them or none, are not invited again: some have set up already, are locked or are to set a new
 * password; or were invited a moment ago.
 */
export function resendRefused(
  logins: readonly LoginPassword[],
  now: Date,
  settings: StatusSettings,
): InvitationsNotResent | undefined {
  const isInvited = (login: LoginPassword) => ['invited', 'invitation-expired'].includes(loginStatus(login, now, settings));
  const errors = rowErrors('userIds', logins, (login) => !isInvited(login), {
    code: 'not-invited',
    detail: 'Only whoever is invited, and has not set up yet (U-4).',
  });
  if (errors.length > 0) return { code: 'wrong-state', errors };

  const invitedAt = logins.flatMap((login) => (login.kind === 'temporary' ? [Date.parse(login.issuedAt)] : []));
  const waitMs = Math.max(...invitedAt) + PAUSE_MS - now.getTime();

  return waitMs > 0 ? { code: 'too-many-requests', retryAfterSeconds: Math.ceil(waitMs / 1000) } : undefined;
}
