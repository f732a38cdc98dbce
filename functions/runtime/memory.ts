import type { CodeVerdict } from '../../domain/credentials/authenticator.ts';

/** What the second factor of a confirmation was found to be: the mail token of a cause, or a code of the authenticator with a secret. */
export type FactorVerdict =
  | { readonly kind: 'mail-token'; readonly causeId: string; readonly right: boolean }
  | { readonly kind: 'authenticator'; readonly secret: string; readonly code: CodeVerdict };

/** What a confirmation was found to be, once. */
export type ConfirmationVerdict = {
  readonly tryId: string;
  readonly passwordRight: boolean;
  readonly factor: FactorVerdict;
};

/**
 * What one request has found out and must not try again when it is decided again: secrets are looked at once per
 * request, however often others get in between.
 */
export type Memory = {
  confirmation?: ConfirmationVerdict;
  /** Whether the login password was right. */
  loginPasswordRight?: boolean;
  /** Whether the current password of somebody who changes it was right. */
  currentPasswordRight?: boolean;
  /** Whether the reset code was right. */
  resetCodeRight?: boolean;
  /** What the code for an authenticator that is being enrolled was worth. */
  enrolmentCode?: CodeVerdict;
  /** Undoes a try of something right, should the request end without effect: a right secret never counts as wrong. */
  release?: () => Promise<void>;
};
