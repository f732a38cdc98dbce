import { type FieldError, ok, type Result, type RuleViolation, refuse } from '../result.ts';
import type { User } from '../users/user.ts';
import {
  equalPasswordErrors,
  loginPasswordErrors,
  type PasswordErrorCode,
  type PasswordLength,
  transactionPasswordErrors,
} from './password-rules.ts';
import type { PersonalInformation } from './personal-information.ts';

/** What a user chooses in the initial set-up, in plain text. */
export type ChosenPasswords = { readonly transactionPassword: string; readonly loginPassword?: string | undefined };

/** Named as in the settings file. */
export type PasswordSettings = {
  readonly loginPasswordLength: PasswordLength;
  readonly transactionPasswordLength: PasswordLength;
};

export type SetUpRefused =
  | RuleViolation<PasswordErrorCode | 'login-password-required'>
  /** No initial set-up is pending. */
  | { readonly code: 'wrong-state' };

/**
 * C-1 to C-4: decides the initial set-up. The login password is required after a temporary one, and may be left out
 * after a reset; comparing the transaction password with a login password that stays (C-2) takes its hash, and so is
 * left to the caller. Answers the user with nothing pending and in the next epoch, which ends the other sessions; the
 * version does not move, because nobody edited the user.
 */
export function setUpInitially(
  user: User,
  { transactionPassword, loginPassword }: ChosenPasswords,
  { settings, personal }: { readonly settings: PasswordSettings; readonly personal: PersonalInformation },
): Result<User, SetUpRefused> {
  if (user.pendingSetUp !== 'first-login' && user.pendingSetUp !== 'after-login-reset') return refuse({ code: 'wrong-state' });

  const transaction = { length: settings.transactionPasswordLength, personal, pointer: '/transactionPassword' };
  const login = { length: settings.loginPasswordLength, personal, pointer: '/loginPassword' };
  const errors: FieldError<PasswordErrorCode | 'login-password-required'>[] = transactionPasswordErrors(
    transactionPassword,
    transaction,
  );

  if (loginPassword !== undefined) {
    errors.push(...loginPasswordErrors(loginPassword, login));
    errors.push(...equalPasswordErrors(loginPassword, transactionPassword, '/transactionPassword'));
  } else if (user.pendingSetUp === 'first-login') {
    errors.push({
      pointer: '/loginPassword',
      code: 'login-password-required',
      detail: 'A temporary login password must be replaced (C-4).',
    });
  }
  if (errors.length > 0) return refuse({ code: 'rule-violation', errors });

  return ok({ ...user, pendingSetUp: 'none', epoch: user.epoch + 1 });
}
