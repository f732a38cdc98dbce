import * as z from 'zod';
import { AccountId, Amount, PlainText, Version } from './schemas.ts';

/** One way to write it: two that look alike are the same. */
const isPlainlyWritten = (text: string) => text === text.normalize('NFC').trim() && !/\p{Cf}/u.test(text);

const RequestId = z.uuidv7().meta({ description: 'Approval request ID' });

/**
 * What a mail token can be bound to besides session and operation (C-10), by the kind of target an operation declares: a
 * decision to the request and the version that was read, a submission to what is transferred.
 */
export const CONFIRMATION_TARGETS = {
  decision: z.strictObject({ requestId: RequestId, version: Version }),
  submission: z.strictObject({
    kind: z.enum(['transfer', 'bulk-transfer']),
    accountId: AccountId,
    amount: Amount,
    reference: PlainText(64)
      .refine(isPlainlyWritten)
      .meta({ description: "The client's own name for it, unique per tenant (A-9)" }),
  }),
} as const;

export type ConfirmationTarget = keyof typeof CONFIRMATION_TARGETS;

/** As `sendMailToken` takes it; which of them, the operation says. */
export const Target = z
  .union([CONFIRMATION_TARGETS.decision, CONFIRMATION_TARGETS.submission])
  .meta({ description: 'What is confirmed, where the operation is about one request or one transfer' });
export type Target = z.output<typeof Target>;
