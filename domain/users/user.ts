import type { Subscription } from '../subscriptions/roster.ts';

/**
 * What a user has to set up before anything else works:
 * - `first-login`: both passwords, after a temporary login password (C-4);
 * - `after-login-reset`: the transaction password, the login password if wished (C-4, C-7);
 * - `transaction-password`: a new one after it was reset (C-8).
 */
export type PendingSetUp = 'none' | 'first-login' | 'after-login-reset' | 'transaction-password';

/** Mail to an address came back for good, or was reported as spam: SES sends nothing there any more. */
export type EmailFailure = 'bounced' | 'complained';

/**
 * Anyone with a user ID. The `master` is the representative, the master user as soon as the tenant has applied (S-3);
 * a `user` was added by the tenant. Which group an added user belongs to stands in the roster only.
 */
export type User = {
  readonly userId: string;
  readonly role: 'master' | 'user';
  readonly name: string;
  readonly email: string;
  /** What came back of mail to this address for good; nothing, as long as all is well. */
  readonly emailFailure?: EmailFailure;
  /** The alias the user chose to log in with, if any. */
  readonly loginName?: string;
  readonly authenticatorRegistered: boolean;
  readonly pendingSetUp: PendingSetUp;
  /** The latest certificate order; an earlier one is void. */
  readonly certificateOrderId?: string;
  /** Moves when every session made before must end (L-6); a session carries the epoch it was made in. */
  readonly epoch: number;
  /** Moves when the user is edited; an edit names the version it was made on (U-5). */
  readonly version: number;
};

/** A new user, who has everything yet to set up (C-4). */
export function newUser({ userId, role, name, email }: Pick<User, 'userId' | 'role' | 'name' | 'email'>): User {
  return { userId, role, name, email, authenticatorRegistered: false, pendingSetUp: 'first-login', epoch: 1, version: 1 };
}

/** What a user is in a session. */
export type SessionRole = 'representative' | 'master' | 'user';

/** S-3: the person the bank registered is the representative before applying and the master after it. */
export function sessionRole(user: Pick<User, 'role'>, subscription: Pick<Subscription, 'status'>): SessionRole {
  if (user.role === 'user') return 'user';

  return subscription.status === 'active' ? 'master' : 'representative';
}

export type RequiredAction = 'initial-setup' | 'set-login-password' | 'set-transaction-password' | 'enrol-authenticator';

/** Named as in the settings file. */
export type ConfirmationSettings = { readonly confirmationFactors: 'mail-or-authenticator' | 'authenticator-only' };

/** C-4, C-8, C-13: what must be done before anything else works, in the order in which the API lists it. */
export function requiredActions(
  { pendingSetUp, authenticatorRegistered }: Pick<User, 'pendingSetUp' | 'authenticatorRegistered'>,
  { confirmationFactors }: ConfirmationSettings,
): readonly RequiredAction[] {
  switch (pendingSetUp) {
    case 'none':
      return confirmationFactors === 'authenticator-only' && !authenticatorRegistered ? ['enrol-authenticator'] : [];
    case 'first-login':
      return ['initial-setup', 'set-login-password'];
    case 'after-login-reset':
      return ['initial-setup'];
    case 'transaction-password':
      return ['set-transaction-password'];
  }
}
