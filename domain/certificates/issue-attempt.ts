/**
 * An attempt to have a certificate issued, kept before the certificate authority is asked: whoever comes after an attempt that
 * died knows what it may have left behind, and has it revoked first.
 */
export type IssueAttempt = {
  /** Idempotency token of IssueCertificate: for five minutes, asking again with it answers the same certificate. */
  readonly token: string;
  /** The signing request it was made with, PEM. */
  readonly signingRequest: string;
  readonly startedAt: string;
  /** What the certificate authority calls the certificate, once it has said so. */
  readonly certificateArn?: string;
  /** It ended without a certificate; nobody is at work on it any more. */
  readonly over?: true;
};

/** No request takes this long: whoever began the attempt died. */
const ABANDONED_AFTER_MS = 40_000;

/** Whether somebody may still be at work on an attempt. */
export function isUnderWay({ startedAt, over }: IssueAttempt, now: Date): boolean {
  return over !== true && now.getTime() - Date.parse(startedAt) <= ABANDONED_AFTER_MS;
}

/** How long the certificate authority knows an idempotency token. https://docs.aws.amazon.com/privateca/latest/APIReference/API_IssueCertificate.html */
const TOKEN_KNOWN_MS = 4 * 60_000;

/** Whether asking again with an attempt's token still answers the certificate it led to, if it led to any. */
export function isTokenKnown({ startedAt }: IssueAttempt, now: Date): boolean {
  return now.getTime() - Date.parse(startedAt) <= TOKEN_KNOWN_MS;
}
