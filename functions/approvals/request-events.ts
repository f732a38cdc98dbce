import type { ApprovalRequest } from '../../domain/approvals/approval-request.ts';
import type { DomainEvent, EventOf } from '../../events/index.ts';

/** what a new request is told by: that it waits, or that it is approved. */
export function submittedEvent(request: ApprovalRequest, subscriptionId: string): DomainEvent {
  const { requestId, kind, accountId, amount, reference, executeOn, makerUserId, endsAt, version } = request;
  if (request.state.status === 'auto-approved') return approvedEvent(request, subscriptionId, makerUserId);

  const data = { subscriptionId, requestId, kind, accountId, amount, reference, makerUserId, expiresAt: endsAt };

  return {
    type: 'approval-request-submitted',
    aggregate: { id: requestId, version },
    data: { ...data, ...(executeOn !== undefined && { executeOn }) },
  };
}

/** the one event that tells core banking to execute. */
export function approvedEvent(
  { requestId, kind, accountId, amount, reference, executeOn, makerUserId, version }: ApprovalRequest,
  subscriptionId: string,
  approvedByUserId: string,
): EventOf<'transfer-approved'> {
  const data = { subscriptionId, requestId, kind, accountId, amount, reference, makerUserId, approvedByUserId };

  return {
    type: 'transfer-approved',
    aggregate: { id: requestId, version },
    data: { ...data, ...(executeOn !== undefined && { executeOn }) },
  };
}

export function cancelledEvent(
  { requestId, reference, version }: ApprovalRequest,
  subscriptionId: string,
  cancelledByUserId: string,
): EventOf<'transfer-approval-cancelled'> {
  return {
    type: 'transfer-approval-cancelled',
    aggregate: { id: requestId, version },
    data: { subscriptionId, requestId, reference, cancelledByUserId },
  };
}

/** A request ended without approval; without `endedByUserId` its time was over. */
export function endedEvent(
  { requestId, reference, version }: ApprovalRequest,
  subscriptionId: string,
  status: EventOf<'approval-request-ended'>['data']['status'],
  endedByUserId?: string,
): EventOf<'approval-request-ended'> {
  return {
    type: 'approval-request-ended',
    aggregate: { id: requestId, version },
    data: { subscriptionId, requestId, reference, status, ...(endedByUserId !== undefined && { endedByUserId }) },
  };
}
