import { ok, type Result, refuse } from '../result.ts';
import { type ApprovalRequest, type ApprovalState, isStillToCome, statusAt } from './approval-request.ts';
import { isOpen, mayApprove, mayCancel, mayReturn, type Person } from './approver.ts';

export type EndRefused = { readonly code: 'permission-denied' | 'wrong-state' | 'version-conflict' };

/** Who acts on a request, having read which version of it, and when. */
export type Act = {
  readonly person: Person;
  readonly version: number;
  readonly comment?: string | undefined;
  readonly now: Date;
};

/** Moves a request on, or refuses to. */
export type Transition = (request: ApprovalRequest, act: Act) => Result<ApprovalRequest, EndRefused>;

/** approves a pending request. One on a closed account can only be returned or withdrawn (P-8). */
export const approve: Transition = (request, act) => {
  if (!isOpen(request, act.person)) {
    return refuse({ code: mayReturn(request, act.person) ? 'wrong-state' : 'permission-denied' });
  }

  return endPending(request, act, mayApprove(request, act.person), { status: 'approved', ...decidedBy(act) });
};

/** gives a pending request back to its maker. */
export const giveBack: Transition = (request, act) =>
  endPending(request, act, mayReturn(request, act.person), { status: 'returned', ...decidedBy(act) });

/** the maker takes a pending request back. */
export const withdraw: Transition = (request, act) =>
  endPending(request, act, request.makerUserId === act.person.userId, { status: 'withdrawn', ...decidedBy(act) });

/** cancels an approval whose execution date is still to come. */
export const cancelApproval: Transition = (request, act) => {
  const { state } = request;

  if (!mayCancel(request, act.person)) return refuse({ code: 'permission-denied' });
  if (state.status !== 'approved' && state.status !== 'auto-approved') return refuse({ code: 'wrong-state' });
  if (!isStillToCome(request, act.now)) return refuse({ code: 'wrong-state' });

  const { status: _, ...approval } = state;

  return next(request, act, { status: 'approval-cancelled', approval, ...decidedBy(act) });
};

/** a request that has expired, noted down; nothing for one that has not, or ended before. */
export function expire(request: ApprovalRequest, now: Date): ApprovalRequest | undefined {
  const hasExpired = request.state.status === 'pending' && statusAt(request, now) === 'expired';

  return hasExpired ? { ...request, state: { status: 'expired' }, version: request.version + 1 } : undefined;
}

function endPending(
  request: ApprovalRequest,
  act: Act,
  isAllowed: boolean,
  state: ApprovalState,
): Result<ApprovalRequest, EndRefused> {
  if (!isAllowed) return refuse({ code: 'permission-denied' });
  if (statusAt(request, act.now) !== 'pending') return refuse({ code: 'wrong-state' });

  return next(request, act, state);
}

/** The version is looked at last: whoever was overtaken learns from the state that the request has ended. */
function next(request: ApprovalRequest, { version }: Act, state: ApprovalState): Result<ApprovalRequest, EndRefused> {
  if (request.version !== version) return refuse({ code: 'version-conflict' });

  return ok({ ...request, state, version: version + 1 });
}

function decidedBy({ person, comment, now }: Act) {
  return {
    decidedByUserId: person.userId,
    decidedAt: now.toISOString(),
    ...(comment !== undefined && { comment }),
  };
}
