import type { OwnedAccount } from '../permissions/effective-permissions.ts';
import type { Subject } from '../permissions/subject.ts';
import type { ApprovalRequest } from './approval-request.ts';
import { type Decision, decide } from './decide.ts';
import { RIGHT_OF } from './transfer.ts';

/** A user with the rights of this moment, and the accounts the tenant owns now. */
export type Person = { readonly userId: string; readonly subject: Subject; readonly accounts: readonly OwnedAccount[] };

/** What a rule needs to know of a request to tell who may decide on it. */
type Requested = Pick<ApprovalRequest, 'kind' | 'accountId' | 'amount' | 'makerUserId'>;

/** whether somebody may approve a request now, and why. Never its maker. */
export function approvalDecision({ kind, accountId, amount }: Requested, { subject }: Pick<Person, 'subject'>): Decision {
  return decide({ right: 'approval', kind, accountId, amount }, subject);
}

export function mayApprove(request: Requested, person: Person): boolean {
  return request.makerUserId !== person.userId && approvalDecision(request, person).decision === 'allow';
}

/**
 * A-3, P-8: whether somebody may return a request, or cancel its approval: who may approve it. Once the account is closed nobody
 * has a right on it, so that the right to approve and its limit will do.
 */
export function mayReturn(request: Requested, person: Person): boolean {
  if (isOpen(request, person)) return mayApprove(request, person);

  const { amount, makerUserId } = request;

  return makerUserId !== person.userId && decide({ right: 'approval', amount }, person.subject).decision === 'allow';
}

/** who may approve a request may cancel its approval; one approved by its maker alone, the maker as well. */
export function mayCancel(request: ApprovalRequest, person: Person): boolean {
  const { kind, accountId, amount, makerUserId, state } = request;
  if (makerUserId !== person.userId) return mayReturn(request, person);

  return (
    state.status === 'auto-approved' && decide({ right: RIGHT_OF[kind], accountId, amount }, person.subject).decision === 'allow'
  );
}

/** Who sees a request: its maker, who decided on it, who may decide on such, and the master. */
export function maySee(request: ApprovalRequest, person: Person): boolean {
  const { userId, subject } = person;
  if (subject.role === 'master' || request.makerUserId === userId) return true;

  return decidersOf(request).includes(userId) || mayReturn(request, person);
}

function decidersOf({ state }: ApprovalRequest): string[] {
  return [
    ...('decidedByUserId' in state ? [state.decidedByUserId] : []),
    ...('approvedByUserId' in state ? [state.approvedByUserId] : []),
  ];
}

export function isOpen({ accountId }: Pick<Requested, 'accountId'>, { accounts }: Pick<Person, 'accounts'>): boolean {
  return accounts.some((account) => account.accountId === accountId);
}
