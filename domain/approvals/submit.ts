import { type FieldError, ok, pointerTo, type Result, type RuleViolation, refuse } from '../result.ts';
import { type ApprovalRequest, type ApprovalState, expiryOf, isTodayOrLater } from './approval-request.ts';
import type { Person } from './approver.ts';
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
  const { kind, accountId, amount } = transfer;
  const account = maker.accounts.find((owned) => owned.accountId === accountId);
  const errors = [...(account ? [] : [UNKNOWN_ACCOUNT]), ...dateErrors(transfer, now)];
  if (account === undefined || errors.length > 0) return refuse({ code: 'rule-violation', errors });

  const { decision } = decide({ right: RIGHT_OF[kind], accountId, amount }, maker.subject);
  if (decision === 'deny') return refuse({ code: 'permission-denied' });

  const submitted = {
    ...transfer,
    requestId,
    accountOpening: account.opening,
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

const UNKNOWN_ACCOUNT: FieldError<SubmissionErrorCode> = {
  pointer: pointerTo('accountId'),
  code: 'unknown-account',
  detail: 'The tenant owns no such account (P-8).',
};

function dateErrors({ executeOn }: Transfer, now: Date): FieldError<SubmissionErrorCode>[] {
  if (executeOn === undefined || isTodayOrLater(executeOn, now)) return [];

  return [{ pointer: pointerTo('executeOn'), code: 'date-passed', detail: 'A day that is over in Tokyo (A-2).' }];
}
