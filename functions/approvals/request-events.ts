import type { ApprovalRequest } from '../../domain/approvals/approval-request.ts';
import type { DomainEvent, EventOf } from '../../events/index.ts';

/** An execution of a state machine lives for a year at most: whoever waits longer begins anew. */
const LONGEST_WAIT_MS = 300 * 24 * 60 * 60 * 1000;

/** what a new request is told by: that it waits, or that it is approved. */
export function submittedEvents(request: ApprovalRequest, subscriptionId: string, now: Date): DomainEvent[] {
  const { requestId, kind, accountId, amount, reference, executeOn, makerUserId, endsAt, version } = request;
  if (request.state.status === 'auto-approved') return [approvedEvent(request, subscriptionId, makerUserId)];

  const data = { subscriptionId, requestId, kind, accountId, amount, reference, makerUserId, expiresAt: endsAt };

  return [
    {
      type: 'approval-request-submitted',
      aggregate: { id: requestId, version },
      data: { ...data, ...(executeOn !== undefined && { executeOn }) },
    },
    expiryRequested(request, subscriptionId, now),
  ];
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

/** has the state machine look at a request when it expires, or as late before as it can wait for. */
export function expiryRequested(
  { requestId, endsAt, version }: ApprovalRequest,
  subscriptionId: string,
  now: Date,
): EventOf<'approval-expiry-requested'> {
  const wakeAt = new Date(Math.min(Date.parse(endsAt), now.getTime() + LONGEST_WAIT_MS)).toISOString();

  return {
    type: 'approval-expiry-requested',
    aggregate: { id: requestId, version },
    data: { subscriptionId, requestId, wakeAt },
  };
}
