import * as z from 'zod';

/** The longest version of terms that an applicant can send back as accepted. */
const LONGEST_VERSION = 64;

const minutes = (most: number) => z.int().min(1).max(most);
const [HOUR, DAY, WEEK] = [60, 1_440, 10_080];

const PasswordLength = z
  .strictObject({
    min: z.int().min(6).max(128).meta({ description: 'Fewest characters' }),
    max: z.int().min(6).max(128).meta({ description: 'Most characters; not below `min`' }),
  })
  .refine(({ min, max }) => min <= max, 'min is above max');

const MailToken = z
  .strictObject({
    minutes: minutes(HOUR).meta({ description: 'Life of a mail token, in minutes' }),
    tries: z.int().min(1).max(10).meta({ description: 'Tries of a mail token' }),
    perWindow: z.int().min(1).max(100).meta({ description: 'Mail tokens a user may ask for in `windowMinutes`' }),
    windowMinutes: minutes(DAY).meta({ description: 'Length of the window of `perWindow`, in minutes' }),
    wrongInARow: z.int().min(1).max(100).meta({
      description: 'So many wrong tokens in a row stop sending for `pauseMinutes`; not below `tries`',
    }),
    pauseMinutes: minutes(WEEK).meta({ description: 'How long sending stops, in minutes' }),
  })
  .refine(({ tries, wrongInARow }) => tries <= wrongInARow, {
    path: ['wrongInARow'],
    error: 'must not be below mailToken.tries',
  });

const Session = z
  .strictObject({
    idleMinutes: minutes(DAY).meta({ description: 'A session ends after so many minutes without a request' }),
    absoluteHours: z
      .int()
      .min(1)
      .max(168)
      .meta({ description: 'A session ends so many hours after the login; later than when idle' }),
  })
  .refine(({ idleMinutes, absoluteHours }) => idleMinutes < absoluteHours * HOUR, {
    path: ['idleMinutes'],
    error: 'must be less than session.absoluteHours',
  });

const termsVersion = z.string().min(1).max(LONGEST_VERSION);

/**
 * The product's settings (rules.md, Limits), with their defaults. CDK validates them at synth and hands them to
 * every function as JSON in SETTINGS. `source` names rules, and as "g N" pages of the bank's guide; docs/settings.md is
 * written from this.
 */
export const Settings = z
  .strictObject({
    usersPerTenant: z.int().min(1).max(100).default(100).meta({ description: 'Added users per tenant', source: 'U-3, g 2, 37' }),
    groupsPerTenant: z.int().min(1).max(100).default(100).meta({ description: 'Groups per tenant', source: 'G-3, g 23' }),
    assignableGroups: z.enum(['own-row', 'all-edits']).default('own-row').meta({
      description: 'A user administrator moves the own row, or whatever row, only to groups with `userAdministration`',
      source: 'U-7',
    }),
    loginPasswordLength: PasswordLength.default({ min: 6, max: 10 }).meta({
      description: 'Length of login passwords',
      source: 'C-1, g 60, 62',
    }),
    transactionPasswordLength: PasswordLength.default({ min: 6, max: 10 }).meta({
      description: 'Length of transaction passwords',
      source: 'C-1',
    }),
    temporaryPasswordDays: z.int().min(1).max(90).default(14).meta({
      description: 'Days a temporary login password is good for',
      source: 'C-4',
    }),
    confirmationFactors: z.enum(['mail-or-authenticator', 'authenticator-only']).default('mail-or-authenticator').meta({
      description:
        'What confirms beside the transaction password. With `authenticator-only` no mail token does, and every user has to enrol an authenticator',
      source: 'C-13, OWASP ASVS 6.3.6',
    }),
    mailToken: MailToken.default({
      minutes: 10,
      tries: 5,
      perWindow: 30,
      windowMinutes: 10,
      wrongInARow: 15,
      pauseMinutes: 60,
    }).meta({ description: 'Mail tokens', source: 'C-9, C-10' }),
    resetCode: z
      .strictObject({
        minutes: z.int().min(5).max(DAY).meta({ description: 'Life of the reset code, in minutes' }),
        tries: z.int().min(1).max(10).meta({ description: 'Tries of the reset code' }),
      })
      .default({ minutes: 30, tries: 5 })
      .meta({ description: 'The code mailed with a login password reset', source: 'C-7, g 58' }),
    keepTransactionPasswordOnLoginReset: z.boolean().default(false).meta({
      description:
        'Whether the transaction password outlives a login password reset. The guide replaces it, so that the mailbox alone gives everything back (docs/security/asvs.md)',
      source: 'C-7',
    }),
    failuresBeforeLock: z.int().min(3).max(10).default(5).meta({
      description: 'Failures in a row before a lock, counted apart for login password, transaction password and authenticator',
      source: 'C-5, C-9',
    }),
    unlockAfterMinutes: minutes(WEEK).nullable().default(null).meta({
      description: 'A lock ends by itself after so many minutes; `null`: it takes a reset, as in the guide',
      source: 'C-5, C-9',
    }),
    loginFailuresPerMinute: z
      .strictObject({
        perLoginId: z.int().min(1).max(10_000).meta({ description: 'Failed logins in a minute for one login ID' }),
        perSource: z.int().min(1).max(10_000).meta({ description: 'Failed logins in a minute from one source' }),
      })
      .default({ perLoginId: 10, perSource: 30 })
      .meta({
        description: 'So many failed logins within a minute let no further one be tried meanwhile',
        source: 'C-5, decision 17',
      }),
    certificateOrder: z
      .strictObject({
        days: z.int().min(1).max(90).meta({ description: 'Life of a certificate order, in days of 24 hours' }),
        tries: z.int().min(1).max(10).meta({ description: 'Tries of its acquisition password' }),
      })
      .default({ days: 30, tries: 5 })
      .meta({ description: 'Certificate orders', source: 'X-2, X-3, g 70' }),
    certificateKey: z.enum(['rsa-2048', 'p-256']).default('rsa-2048').meta({
      description: 'The keys made for those who bring no CSR. RSA imports most widely',
      source: 'X-3',
    }),
    certificateDays: z.int().min(30).max(825).default(365).meta({
      description: 'Days a client certificate is valid; more than `renewalReminderDays` begins with',
      source: 'X-5',
    }),
    renewalReminderDays: z
      .array(z.int().min(1).max(90))
      .min(1)
      .refine(
        (days) => days.every((each, index) => index === 0 || each < (days[index - 1] ?? 0)),
        'must be from many days to few',
      )
      .default([30, 14, 7, 1])
      .meta({
        description: 'So many days before a certificate expires its user is reminded, the first reminder first',
        source: 'X-7',
      }),
    revocationBusinessDays: z.int().min(1).max(10).default(3).meta({
      description: 'Certificates of a cancelled service are revoked by the end of this business day after the cancellation',
      source: 'S-7, g 14',
    }),
    session: Session.default({ idleMinutes: 15, absoluteHours: 12 }).meta({ description: 'Sessions' }),
    terms: z
      .strictObject({
        version: termsVersion.meta({ description: 'Version of the terms of the service' }),
        certificateTermsVersion: termsVersion.meta({ description: 'Version of the terms of client certificates' }),
      })
      .default({ version: '2026-04-01', certificateTermsVersion: '2026-04-01' })
      .meta({ description: 'The versions of the terms a tenant accepts when applying', source: 'S-2' }),
    historyYears: z.int().min(1).max(100).default(7).meta({
      description: 'How long login and operation history is kept, in years',
      source: 'H-3',
    }),
  })
  .refine(({ certificateDays, renewalReminderDays }) => (renewalReminderDays[0] ?? 0) < certificateDays, {
    path: ['renewalReminderDays'],
    error: 'must begin with fewer days than certificateDays',
  });

export type Settings = z.output<typeof Settings>;
