import type { KeyObject } from 'node:crypto';
import type { CodeVerdict } from '../../domain/credentials/authenticator.ts';
import type { Leaf } from '../x509/leaf.ts';

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

/** A certificate as the certificate authority issued it, in PEM, compared with what was asked for. */
export type IssuedCertificate = {
  readonly certificate: string;
  /** From the issuer to the root. */
  readonly chain: string;
  readonly certificateArn: string;
  readonly leaf: Leaf;
  /** Of a key we made. It lives as long as the request, and is never stored or logged. */
  readonly privateKey?: KeyObject;
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
  /** Whether the acquisition password was right. */
  acquisitionPasswordRight?: boolean;
  /** The certificate issued for this request. */
  issued?: IssuedCertificate;
  /**
   * Each undoes something the request did by itself, should it end without effect. The try of a right secret is ended as
   * right, so that it never counts as wrong.
   */
  releases: (() => Promise<void>)[];
};
