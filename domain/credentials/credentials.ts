import type { AuthenticatorState } from './authenticator.ts';
import { type MailTokens, NO_MAIL_TOKENS } from './mail-token.ts';
import { isResetOpen, type ResetCodeSettings } from './reset-code.ts';
import { isLocked, type LockSettings, NO_TRIES, type Tries } from './tries.ts';

/**
 * The login password of a user.
 * - `temporary`: mailed, derived from `causeId` and never stored; good until the initial set-up is done (C-4);
 * - `chosen`: set by the user, kept as a hash (C-12);
 * - `reset`: none works until the user has set a new one with the reset code, which is derived from `causeId` and whose
 *   tries are counted here (C-6, C-7);
 * - `reset-expired`: none works, and the code no longer serves either: it takes another reset.
 */
export type LoginPassword =
  | (Tries & { readonly kind: 'temporary'; readonly causeId: string; readonly issuedAt: string })
  | (Tries & { readonly kind: 'chosen'; readonly hash: string })
  | LoginPasswordReset
  | { readonly kind: 'reset-expired' };

/** A login password that somebody can log in with; tries of it are counted. */
export type OpeningPassword = Extract<LoginPassword, { kind: 'temporary' | 'chosen' }>;

/** Whether a login password opens anything; one that was reset does not. */
export function canOpen(login: LoginPassword): login is OpeningPassword {
  return login.kind === 'temporary' || login.kind === 'chosen';
}

/** A reset under way. `resetId` names it in the mailed URL; a later reset has another, which voids this one. */
export type LoginPasswordReset = Tries & {
  readonly kind: 'reset';
  readonly resetId: string;
  readonly causeId: string;
  readonly requestedAt: string;
};

/** The transaction password of a user: not set yet, in use, or reset (C-8). */
export type TransactionPassword =
  | { readonly kind: 'unset' }
  | (Tries & { readonly kind: 'chosen'; readonly hash: string })
  | { readonly kind: 'reset' };

/** The secrets of one user, kept apart from the user: logins write here, and nothing else waits for them. */
export type Credentials = AuthenticatorState & {
  readonly userId: string;
  readonly login: LoginPassword;
  readonly transaction: TransactionPassword;
  readonly mailTokens: MailTokens;
  /** RFC 3339; shown at the next login (L-7). */
  readonly lastLoginAt?: string;
  /** Digests of what logins came from, the latest last; a login from elsewhere is told. */
  readonly loginOrigins?: readonly string[];
  /** Moves with every change; a change is saved on condition of the version it was decided on. */
  readonly version: number;
};

/** What the statuses are made of: the same passwords, without anything secret. */
export type LoginPasswordFacts =
  | (LockFacts & { readonly kind: 'temporary'; readonly issuedAt: string })
  | (LockFacts & { readonly kind: 'chosen' })
  | { readonly kind: 'reset'; readonly requestedAt: string; readonly failures: number }
  | { readonly kind: 'reset-expired' };
export type TransactionPasswordFacts =
  | { readonly kind: 'unset' }
  | (LockFacts & { readonly kind: 'chosen' })
  | { readonly kind: 'reset' };

type LockFacts = Pick<Tries, 'failures' | 'lockedAt'>;

export type LoginStatus = 'invited' | 'invitation-expired' | 'active' | 'locked' | 'reset-pending';
export type TransactionStatus = 'unset' | 'active' | 'locked' | 'reset-pending';

/** Settings these rules need, named as in the settings file. */
export type TemporaryPasswordSettings = { readonly temporaryPasswordDays: number };

/** U-4: the credentials of a new user, who is mailed the temporary login password derived from `causeId`. */
export function invitedCredentials(userId: string, causeId: string, now: Date): Credentials {
  return {
    userId,
    login: temporaryPassword(causeId, now),
    transaction: { kind: 'unset' },
    mailTokens: NO_MAIL_TOKENS,
    version: 1,
  };
}

/**
 * U-4, U-5: the login password of somebody invited again: a new temporary one, which voids the earlier.
 * Nothing for whoever has chosen a login password already, or is to choose one after a reset.
 */
export function inviteAgain({ login }: Credentials, causeId: string, now: Date): LoginPassword | undefined {
  return login.kind === 'temporary' ? temporaryPassword(causeId, now) : undefined;
}

function temporaryPassword(causeId: string, now: Date): LoginPassword {
  return { kind: 'temporary', causeId, issuedAt: now.toISOString(), ...NO_TRIES };
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** When a temporary login password ends. */
export function temporaryPasswordEndsAt(issuedAt: string, { temporaryPasswordDays }: TemporaryPasswordSettings): Date {
  return new Date(Date.parse(issuedAt) + temporaryPasswordDays * DAY_MS);
}

/**
 * Whether a temporary login password still opens the first login: within its days. The initial set-up, which the first
 * login leads to, replaces it; until that is done, a session that broke off can be begun again
 * (docs/decisions/0006-temporary-password.md).
 */
export function isTemporaryPasswordGood(
  { issuedAt }: Extract<LoginPassword, { kind: 'temporary' }>,
  now: Date,
  settings: TemporaryPasswordSettings,
): boolean {
  return now < temporaryPasswordEndsAt(issuedAt, settings);
}

export type StatusSettings = LockSettings & TemporaryPasswordSettings & ResetCodeSettings;

/** U-1: the login status shown to administrators. A lock shows before an expired invitation; so does a reset that led nowhere. */
export function loginStatus(password: LoginPasswordFacts, now: Date, settings: StatusSettings): LoginStatus {
  if (password.kind === 'reset-expired') return 'locked';
  if (password.kind === 'reset') return isResetOpen(password, now, settings) ? 'reset-pending' : 'locked';
  if (isLocked(password, now, settings)) return 'locked';
  if (password.kind === 'chosen') return 'active';

  return now < temporaryPasswordEndsAt(password.issuedAt, settings) ? 'invited' : 'invitation-expired';
}

/** U-1: the transaction status shown to administrators. */
export function transactionStatus(password: TransactionPasswordFacts, now: Date, settings: LockSettings): TransactionStatus {
  if (password.kind === 'unset') return 'unset';
  if (password.kind === 'reset') return 'reset-pending';

  return isLocked(password, now, settings) ? 'locked' : 'active';
}
