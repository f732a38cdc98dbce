import * as z from 'zod';
import { AccountId, Version } from './schemas.ts';

/**
 * What a mail token can be bound to besides session and operation (C-10), by the kind of target an operation declares: a
 * decision to the request and the version that was read, a submission to what is transferred.
 */
export const CONFIRMATION_TARGETS = {
  decision: z.strictObject({ requestId: z.string().regex(/^[A-Za-z0-9_-]{1,36}$/), version: Version }),
  submission: z.strictObject({
    kind: z.enum(['transfer', 'bulk-transfer']),
    accountId: AccountId,
    amount: z.int().min(1).max(999_999_999_999),
    reference: z.string().min(1).max(64),
  }),
} as const;

export type ConfirmationTarget = keyof typeof CONFIRMATION_TARGETS;

/** As `sendMailToken` takes it; which of them, the operation says. */
export const Target = z
  .union([CONFIRMATION_TARGETS.decision, CONFIRMATION_TARGETS.submission])
  .meta({ description: 'What is confirmed, where the operation is about one request or one transfer' });
