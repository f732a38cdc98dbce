/** What a confirmation was found to be, once. */
export type ConfirmationVerdict = {
  readonly tryId: string;
  /** Of the mail token it was checked against. */
  readonly causeId: string;
  readonly passwordRight: boolean;
  readonly tokenRight: boolean;
};

/**
 * What one request has found out and must not try again when it is decided again: secrets are looked at once per
 * request, however often others get in between.
 */
export type Memory = {
  confirmation?: ConfirmationVerdict;
  /** Whether the login password was right. */
  loginPasswordRight?: boolean;
  /** Undoes a try of something right, should the request end without effect: a right secret never counts as wrong. */
  release?: () => Promise<void>;
};
