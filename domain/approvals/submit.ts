import { type FieldError, ok, pointerTo, type Result, type RuleViolation, refuse } from '../result.ts';
import { type ApprovalRequest, type ApprovalState, expiryOf, isTodayOrLater } from './approval-request.ts';
import { isOpen, type Person } from './approver.ts';
import { decide } from './decide.ts';
import { RIGHT_OF, type Transfer } from './transfer.ts';

export type SubmissionErrorCode = 'unknown-account' | 'date-passed';

export type SubmissionRefused = RuleViolation<SubmissionErrorCode> | { readonly code: 'permission-denied' };

/**
 * a transfer becomes a request: `auto-approved` within the maker's own self-approval limit, `pending` above it. Whether
 * anybody can approve a pending one, and whether the reference is free, is for the caller to see.
 */
export function submit(
  transfer: Transfer,
  maker: Person,
  { requestId, now }: { readonly requestId: string; readonly now: Date },
): Result<ApprovalRequest, SubmissionRefused> {
  const errors = errorsOf(transfer, maker, now);
  if (errors.length > 0) return refuse({ code: 'rule-violation', errors });

  const { kind, accountId, amount } = transfer;
  const { decision } = decide({ right: RIGHT_OF[kind], accountId, amount }, maker.subject);
  if (decision === 'deny') return refuse({ code: 'permission-denied' });

  const submitted = {
    ...transfer,
    requestId,
    makerUserId: maker.userId,
    submittedAt: now.toISOString(),
    endsAt: expiryOf(transfer, now),
    version: 1,
  };

  const state: ApprovalState =
    decision === 'allow'
      ? { status: 'auto-approved', decidedByUserId: maker.userId, decidedAt: now.toISOString() }
      : { status: 'pending' };

  return ok({ ...submitted, state });
}

function errorsOf({ accountId, executeOn }: Transfer, maker: Person, now: Date): FieldError<SubmissionErrorCode>[] {
  const errors: FieldError<SubmissionErrorCode>[] = [];

  if (!isOpen({ accountId }, maker)) {
    errors.push({ pointer: pointerTo('accountId'), code: 'unknown-account', detail: 'The tenant owns no such account (P-8).' });
  }
  if (executeOn !== undefined && !isTodayOrLater(executeOn, now)) {
    errors.push({ pointer: pointerTo('executeOn'), code: 'date-passed', detail: 'A day that is over in Tokyo (A-2).' });
  }

  return errors;
}
