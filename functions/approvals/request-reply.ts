import { type ApprovalRequest, statusAt } from '../../domain/approvals/approval-request.ts';

/** A request as the API shows it, with the status of this moment. */
export function requestReply(request: ApprovalRequest, now: Date) {
  const { state, endsAt, accountOpening: _, ...shown } = request;

  return {
    ...shown,
    status: statusAt(request, now),
    expiresAt: endsAt,
    ...('decidedByUserId' in state && {
      decidedByUserId: state.decidedByUserId,
      decidedAt: state.decidedAt,
      ...(state.comment !== undefined && { comment: state.comment }),
    }),
  };
}
