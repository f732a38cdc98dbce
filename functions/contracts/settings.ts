import * as z from 'zod';

const PasswordLength = z
  .strictObject({ min: z.int().min(6), max: z.int().max(128) })
  .refine(({ min, max }) => min <= max, 'min is above max');

/**
 * The product's settings (rules.md, Limits), with their defaults. CDK validates them at synth and hands them to
 * every function as JSON in SETTINGS; a page given as [g N] is the bank guide's.
 */
export const Settings = z.strictObject({
  /** Added users per tenant [g 2, 37]. */
  usersPerTenant: z.int().min(1).max(100).default(100),
  /** Groups per tenant [g 23]. */
  groupsPerTenant: z.int().min(1).max(100).default(100),
  /** U-7: a user administrator moves the own row, or whatever row, only to groups with `userAdministration`. */
  assignableGroups: z.enum(['own-row', 'all-edits']).default('own-row'),
  /** Login and transaction password length [g 60, 62]. */
  loginPasswordLength: PasswordLength.default({ min: 6, max: 10 }),
  transactionPasswordLength: PasswordLength.default({ min: 6, max: 10 }),
  /** Days a temporary login password is good for. */
  temporaryPasswordDays: z.int().min(1).max(90).default(14),
  /**
   * C-13: what confirms beside the transaction password. With `authenticator-only` no mail token does (OWASP ASVS 6.3.6), and
   * every user has to enrol an authenticator.
   */
  confirmationFactors: z.enum(['mail-or-authenticator', 'authenticator-only']).default('mail-or-authenticator'),
  mailToken: z
    .strictObject({
      minutes: z.int().min(1).max(60),
      tries: z.int().min(1).max(10),
      /** At most `perWindow` mail tokens per user in `windowMinutes`. */
      perWindow: z.int().min(1),
      windowMinutes: z.int().min(1),
      /** So many wrong ones in a row stop sending for `pauseMinutes`. */
      wrongInARow: z.int().min(1),
      pauseMinutes: z.int().min(1),
    })
    .default({ minutes: 10, tries: 5, perWindow: 30, windowMinutes: 10, wrongInARow: 15, pauseMinutes: 60 }),
  /** Life and tries of the reset code mailed with a login password reset [g 58]. */
  resetCode: z
    .strictObject({ minutes: z.int().min(5).max(1_440), tries: z.int().min(1).max(10) })
    .default({ minutes: 30, tries: 5 }),
  /**
   * Whether the transaction password outlives a login password reset. The guide replaces it, so that the mailbox alone gives
   * everything back (docs/security/asvs.md).
   */
  keepTransactionPasswordOnLoginReset: z.boolean().default(false),
  /** Failures in a row before a lock, counted apart for login and transaction password. */
  failuresBeforeLock: z.int().min(3).max(10).default(5),
  /** A lock of a password or an authenticator ends by itself after so many minutes; null: it takes a reset, as in the guide. */
  unlockAfterMinutes: z.int().min(1).nullable().default(null),
  /** So many failed logins within a minute, for one login ID or from one source, let no further one be tried meanwhile. */
  loginFailuresPerMinute: z
    .strictObject({ perLoginId: z.int().min(1), perSource: z.int().min(1) })
    .default({ perLoginId: 10, perSource: 30 }),
  /** Life of a certificate order [g 70], and tries of its acquisition password. */
  certificateOrder: z
    .strictObject({ days: z.int().min(1).max(90), tries: z.int().min(1).max(10) })
    .default({ days: 30, tries: 5 }),
  /** The keys made for those who bring no CSR. RSA imports most widely. */
  certificateKey: z.enum(['rsa-2048', 'p-256']).default('rsa-2048'),
  /** Days a client certificate is valid. */
  certificateDays: z.int().min(30).max(825).default(365),
  /** so many days before a certificate expires its user is reminded, the first reminder first. */
  renewalReminderDays: z
    .array(z.int().min(1).max(90))
    .min(1)
    .refine((days) => days.every((each, index) => index === 0 || each < (days[index - 1] ?? 0)), 'must be from many days to few')
    .default([30, 14, 7, 1]),
  /** S-7: certificates of a cancelled service are revoked by the end of this business day after the cancellation [g 14]. */
  revocationBusinessDays: z.int().min(1).max(10).default(3),
  session: z
    .strictObject({ idleMinutes: z.int().min(1), absoluteHours: z.int().min(1) })
    .default({ idleMinutes: 15, absoluteHours: 12 }),
  /** The versions of the terms a tenant accepts when applying (S-2). */
  terms: z
    .strictObject({ version: z.string().min(1), certificateTermsVersion: z.string().min(1) })
    .default({ version: '2026-04-01', certificateTermsVersion: '2026-04-01' }),
  /** How long login and operation history is kept (H-3). */
  historyYears: z.int().min(1).default(7),
});

export type Settings = z.output<typeof Settings>;
