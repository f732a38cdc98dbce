import type { LoginStatus, TransactionStatus } from '../credentials/credentials.ts';
import type { Reason } from '../permissions/explain-permissions.ts';
import type { PendingSetUp } from '../users/user.ts';
import type { ApprovalRequest } from './approval-request.ts';
import { approvalDecision, mayApprove, type Person } from './approver.ts';

/** Somebody who may be able to approve, and how the passwords are (U-1). */
export type Candidate = Person & {
  readonly name: string;
  readonly groupName?: string | undefined;
  readonly pendingSetUp: PendingSetUp;
  readonly loginStatus: LoginStatus;
  readonly transactionStatus: TransactionStatus;
};

export type EligibleApprover = { readonly candidate: Candidate; readonly reasons: readonly Reason[] };

/**
 * who could approve a request now, in the order given: by rights, and with a login and a transaction password in order,
 * nothing locked, reset or still to be set up.
 */
export function eligibleApprovers(request: ApprovalRequest, candidates: readonly Candidate[]): EligibleApprover[] {
  return candidates
    .filter((candidate) => isInOrder(candidate) && mayApprove(request, candidate))
    .map((candidate) => ({ candidate, reasons: approvalDecision(request, candidate).reasons }));
}

function isInOrder({ pendingSetUp, loginStatus, transactionStatus }: Candidate): boolean {
  return pendingSetUp === 'none' && loginStatus === 'active' && transactionStatus === 'active';
}
