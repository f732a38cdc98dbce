import type { PendingSetUp, User } from '../users/user.ts';
import type { Credentials, LoginPassword, TransactionPassword } from './credentials.ts';
import { NO_TRIES } from './tries.ts';

/** What a reset makes of a user and the credentials. */
export type Reset<Changes> = { readonly user: User; readonly credentials: Changes };

/** Named as in the settings file. */
export type ResetSettings = { readonly keepTransactionPasswordOnLoginReset: boolean };

/**
 * C-6, C-7: the login password stops working, every session ends, and the next login begins with the initial set-up,
 * which replaces the transaction password as well: the guide's way. The setting keeps the transaction password, so that
 * the mailbox alone does not open everything; then only what was pending already is.
 *
 * @param reset names the reset in the mailed URL, and the cause of its code
 */
export function resetLoginPassword(
  user: User,
  reset: { readonly resetId: string; readonly causeId: string; readonly now: Date },
  { keepTransactionPasswordOnLoginReset }: ResetSettings,
): Reset<{ readonly login: LoginPassword }> {
  const { resetId, causeId, now } = reset;

  return {
    user: {
      ...user,
      pendingSetUp: afterLoginReset(user.pendingSetUp, keepTransactionPasswordOnLoginReset),
      epoch: user.epoch + 1,
    },
    credentials: { login: { kind: 'reset', resetId, causeId, requestedAt: now.toISOString(), ...NO_TRIES } },
  };
}

function afterLoginReset(pending: PendingSetUp, keep: boolean): PendingSetUp {
  // Whoever never set a transaction password has to, whatever the setting.
  if (keep && pending !== 'first-login') return pending;

  return 'after-login-reset';
}

/**
 * C-8: the transaction password stops working, and a new one is to be set before anything else: on the very next
 * request of a running session. One that was never set is part of a set-up that is pending anyway: nothing changes.
 */
export function resetTransactionPassword(
  user: User,
  { transaction }: Pick<Credentials, 'transaction'>,
): Reset<{ readonly transaction: TransactionPassword }> | undefined {
  if (transaction.kind === 'unset') return undefined;

  const pendingSetUp = user.pendingSetUp === 'none' ? 'transaction-password' : user.pendingSetUp;

  return { user: { ...user, pendingSetUp }, credentials: { transaction: { kind: 'reset' } } };
}
