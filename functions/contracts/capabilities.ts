/** What a function may do besides working on items of the table. Each is a grant, with what names its resource in the environment. */
export type Capability =
  /** Derives temporary login passwords. */
  | 'temporary-password-key'
  /** Derives mail tokens. */
  | 'mail-token-key'
  /** Derives reset codes. */
  | 'reset-code-key'
  /** Derives the tokens that certificates are fetched with. */
  | 'order-token-key'
  /** Fingerprints the bodies of requests with an `Idempotency-Key`. */
  | 'fingerprint-key'
  /** Digests login IDs, to count the failures of each. */
  | 'login-id-key'
  /** Makes and checks the cursors of lists that are handed out page by page. */
  | 'cursor-key'
  /** Encrypts secrets of authenticators (C-12). */
  | 'authenticator-key.encrypt'
  /** Decrypts the secret of an authenticator, to check a code. */
  | 'authenticator-key.decrypt'
  /** Issues client certificates by the CA that issues. */
  | 'certificate-authority.issue'
  /** Revokes client certificates of every CA. */
  | 'certificate-authority.revoke'
  /** Has every CA write a report of what it issued. */
  | 'certificate-authority.request-audit'
  /** Reads the reports of every CA. */
  | 'certificate-authority.audit'
  /** Reads how the CA that issues is: until when it is valid. */
  | 'certificate-authority.describe';

/** The environment variable with the ARN of the CA that issues. */
export const CERTIFICATE_AUTHORITY_VARIABLE = 'CERTIFICATE_AUTHORITY_ARN';

/** The environment variable with the name of the bucket that CAs write their reports to. */
export const AUDIT_BUCKET_VARIABLE = 'AUDIT_BUCKET';
