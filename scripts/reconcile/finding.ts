import type { Key } from '../../functions/adapters/dynamodb/keys.ts';

/** What a restored table may have wrong. The names are stable: runbooks and programs go by them; docs/restore.md tells of each. */
export type FindingCode =
  | 'session'
  | 'kept-reply'
  | 'tenant-missing'
  | 'tenant-back-from-erasure'
  | 'erasure-unfinished'
  | 'representative-incomplete'
  | 'master-differs'
  | 'acceptance-missing'
  | 'member-incomplete'
  | 'group-missing'
  | 'user-not-on-roster'
  | 'group-not-on-roster'
  | 'group-name-differs'
  | 'credentials-without-user'
  | 'login-id-missing'
  | 'login-id-of-another'
  | 'login-id-without-user'
  | 'authenticator-differs'
  | 'set-up-half-done'
  | 'order-without-certificate'
  | 'certificate-not-revoked'
  | 'revocation-to-come'
  | 'left-of-a-subscription'
  | 'pending-copy-missing'
  | 'pending-copy-left'
  | 'reference-missing'
  | 'reference-without-request'
  | 'event-missing'
  | 'event-without-state'
  | 'mail-without-event'
  | 'mail-missing'
  | 'unreadable';

/** One thing that does not fit. It names IDs only, as logs do. */
export type Finding = {
  readonly code: FindingCode;
  readonly key: Key;
  /** More about it: IDs and facts. */
  readonly about?: Readonly<Record<string, unknown>>;
  /**
   * Puts it right, if it is still as it was found; without it a person has to decide. It can be repeated.
   *
   * @returns whether it was still so
   */
  readonly mend?: () => Promise<boolean>;
};
