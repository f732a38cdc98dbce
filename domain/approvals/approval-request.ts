import { dayOf, endOfTokyoDay, tokyoDayOf } from '../calendar/tokyo-day.ts';
import type { Transfer } from './transfer.ts';

/** Who decided on a request, and when (RFC 3339). */
type Decided = { readonly decidedByUserId: string; readonly decidedAt: string; readonly comment?: string };

/**
 * How far a request has come. `auto-approved` was never pending; `approved` and `auto-approved` can be cancelled as long as
 * the execution is still to come; every other status but `pending` is the last one.
 */
export type ApprovalState =
  | { readonly status: 'pending' }
  | ({ readonly status: 'returned' | 'withdrawn' | 'approved' | 'auto-approved' } & Decided)
  | ({ readonly status: 'approval-cancelled'; readonly approval: Decided } & Decided)
  | { readonly status: 'expired' };

export type ApprovalStatus = ApprovalState['status'];

/** A transfer that its maker has submitted. */
export type ApprovalRequest = Transfer & {
  readonly requestId: string;
  /** Of the account, when it was submitted: one closed and opened again is another (P-8). */
  readonly accountOpening: number;
  readonly makerUserId: string;
  readonly submittedAt: string;
  /** When it expires, should it still be pending. */
  readonly endsAt: string;
  readonly state: ApprovalState;
  readonly version: number;
};

const DAY_MS = 24 * 60 * 60 * 1000;
const DAYS_WITHOUT_DATE = 30;

/** the end of the execution date in Tokyo; without one 30 days after submission. */
export function expiryOf({ executeOn }: Pick<Transfer, 'executeOn'>, submittedAt: Date): string {
  return executeOn === undefined
    ? new Date(submittedAt.getTime() + DAYS_WITHOUT_DATE * DAY_MS).toISOString()
    : endOfTokyoDay(dayOf(executeOn));
}

/** The status of this moment: a request expires by the time, whoever notes it down later. */
export function statusAt({ state, endsAt }: Pick<ApprovalRequest, 'state' | 'endsAt'>, now: Date): ApprovalStatus {
  return state.status === 'pending' && now.toISOString() >= endsAt ? 'expired' : state.status;
}

/** whether an execution date is today or later in Tokyo. */
export function isTodayOrLater(executeOn: string, now: Date): boolean {
  return dayOf(executeOn) >= tokyoDayOf(now);
}

/** whether the execution is still to come. What has no date is executed at once. */
export function isStillToCome({ executeOn }: Pick<Transfer, 'executeOn'>, now: Date): boolean {
  return executeOn !== undefined && dayOf(executeOn) > tokyoDayOf(now);
}
