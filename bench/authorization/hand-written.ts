import type { Decision, Question } from '../../domain/approvals/decide.ts';
import type { Subject } from '../../domain/permissions/subject.ts';

type Answer = {
  readonly decision: Decision['decision'];
  readonly reason: string;
  readonly limit?: number | null;
  readonly requires?: 'confirmation' | 'approver';
};

/** The same decisions with one reason each, written straight down: what `decide` is measured against. */
export function decideByHand({ right, accountId, amount, kind }: Question, { role, effective }: Subject): Answer {
  if (role === 'representative') return { decision: 'deny', reason: 'not-applied' };
  const row = accountId !== undefined && Object.hasOwn(effective.accounts, accountId) ? effective.accounts[accountId] : undefined;
  const { approval } = effective;

  switch (right) {
    case 'inquiry':
    case 'operation':
      return row?.[right] ? { decision: 'allow', reason: 'granted' } : { decision: 'deny', reason: 'right-missing' };
    case 'transfer':
    case 'bulkTransfer': {
      if (!row?.[right]) return { decision: 'deny', reason: 'right-missing' };
      const limit = approval === null ? 0 : approval.selfApprovalLimit;

      return limit === null || (amount ?? 1) <= limit
        ? { decision: 'allow', reason: 'within-self-approval-limit', limit, requires: 'confirmation' }
        : { decision: 'needs-approval', reason: 'above-self-approval-limit', limit, requires: 'approver' };
    }
    case 'approval': {
      if (approval === null) return { decision: 'deny', reason: 'right-missing' };
      if (accountId !== undefined) {
        const transfers = (kind !== 'bulk-transfer' && row?.transfer) || (kind !== 'transfer' && row?.bulkTransfer);
        if (!transfers) return { decision: 'deny', reason: 'transfer-right-missing' };
      }
      const limit = approval.approvalLimit;

      return amount === undefined || limit === null || amount <= limit
        ? { decision: 'allow', reason: 'within-approval-limit', limit, requires: 'confirmation' }
        : { decision: 'deny', reason: 'above-approval-limit', limit };
    }
    case 'timeDeposit.inquiry':
      return yesOrNo(effective.timeDeposit.inquiry);
    case 'timeDeposit.operation':
      return yesOrNo(effective.timeDeposit.operation);
    case 'foreignCurrency.inquiry':
      return yesOrNo(effective.foreignCurrency.inquiry);
    case 'foreignCurrency.operation':
      return yesOrNo(effective.foreignCurrency.operation);
    default:
      return yesOrNo(effective[right]);
  }
}

function yesOrNo(given: boolean): Answer {
  return given ? { decision: 'allow', reason: 'granted' } : { decision: 'deny', reason: 'right-missing' };
}
