import type { OwnedAccount } from '../permissions/effective-permissions.ts';
import type { Subject } from '../permissions/subject.ts';
import type { ApprovalRequest } from './approval-request.ts';
import { type Decision, decide } from './decide.ts';
import { RIGHT_OF } from './transfer.ts';

/** A user with the rights of this moment, and the accounts the tenant owns now. */
export type Person = { readonly userId: string; readonly subject: Subject; readonly accounts: readonly OwnedAccount[] };

/** What a rule needs to know of a request to tell who may decide on it. */
type Requested = Pick<ApprovalRequest, 'kind' | 'accountId' | 'accountOpening' | 'amount' | 'makerUserId' | 'state'>;

/** Whether the account of a request is still the one it was submitted for: neither closed, nor closed and opened again (P-8). */
export function isOpen({ accountId, accountOpening }: Requested, { accounts }: Pick<Person, 'accounts'>): boolean {
  return accounts.some((account) => account.accountId === accountId && account.opening === accountOpening);
}

/** whether somebody's rights reach to the approval of a request, and why. */
export function approvalDecision({ kind, accountId, amount }: Requested, { subject }: Pick<Person, 'subject'>): Decision {
  return decide({ right: 'approval', kind, accountId, amount }, subject);
}

/** whether somebody may approve a request now. Never its maker. */
export function mayApprove(request: Requested, person: Person): boolean {
  const isMaker = request.makerUserId === person.userId;

  return !isMaker && isOpen(request, person) && approvalDecision(request, person).decision === 'allow';
}

/**
 * A-3, P-8: whether somebody may return a request, or cancel its approval: who may approve it. Once the account is closed nobody
 * has a right on it: the right to approve and its limit will do for what is not over yet.
 */
export function mayReturn(request: Requested, person: Person): boolean {
  if (isOpen(request, person)) return mayApprove(request, person);

  const { amount, makerUserId, state } = request;
  const isOver = state.status !== 'pending' && state.status !== 'approved' && state.status !== 'auto-approved';
  if (isOver || makerUserId === person.userId) return false;

  return decide({ right: 'approval', amount }, person.subject).decision === 'allow';
}

/** who may approve a request may cancel its approval; one approved by its maker alone, the maker as well. */
export function mayCancel(request: Requested, person: Person): boolean {
  const { kind, accountId, amount, makerUserId } = request;
  if (makerUserId !== person.userId) return mayReturn(request, person);
  if (approverOf(request) !== makerUserId) return false;

  return decide({ right: RIGHT_OF[kind], accountId, amount }, person.subject).decision === 'allow';
}

/** Who sees a request: its maker, who decided on it, who may decide on such, and the master. */
export function maySee(request: ApprovalRequest, person: Person): boolean {
  const { userId, subject } = person;
  if (subject.role === 'master' || request.makerUserId === userId) return true;

  return [approverOf(request), deciderOf(request)].includes(userId) || mayReturn(request, person);
}

/** Who ended a request, or cancelled its approval. */
function deciderOf({ state }: Pick<ApprovalRequest, 'state'>): string | undefined {
  return 'decidedByUserId' in state ? state.decidedByUserId : undefined;
}

/** Who approved a request, whether that was cancelled later or not. */
function approverOf({ state }: Pick<ApprovalRequest, 'state'>): string | undefined {
  switch (state.status) {
    case 'approved':
    case 'auto-approved':
      return state.decidedByUserId;
    case 'approval-cancelled':
      return state.approval.decidedByUserId;
    default:
      return undefined;
  }
}
