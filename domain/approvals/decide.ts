import type { RightId } from '../permissions/catalogue.ts';
import { givesAccountRight, givesTenantRight } from '../permissions/dependencies.ts';
import { accountGround, missingGround, type Reason, tenantGround } from '../permissions/explain-permissions.ts';
import type { AccountId, Yen } from '../permissions/permissions.ts';
import type { Subject } from '../permissions/subject.ts';
import { RIGHT_OF, type TransferKind } from './transfer.ts';

/**
 * What somebody may do: a right, on an account where it is given per account, for an amount where it is about money. Of
 * `approval`, the account and the kind are those of the transfer to approve. A transfer without an amount is one of 1 yen: whether
 * there is any that the user may make, and any that takes no other user.
 */
export type Question = {
  readonly right: RightId;
  readonly accountId?: AccountId | undefined;
  readonly amount?: Yen | undefined;
  readonly kind?: TransferKind | undefined;
};

export type Decision = {
  readonly decision: 'allow' | 'needs-approval' | 'deny';
  /** The rules and limits that led there. */
  readonly reasons: readonly Reason[];
  /** What it takes besides: another user who approves, a confirmation. */
  readonly requires: readonly Reason[];
};

const SMALLEST: Yen = 1;
const EITHER_KIND = Object.values(RIGHT_OF);
const NOTHING: readonly Reason[] = [];
const TO_BE_CONFIRMED: readonly Reason[] = [{ right: 'approval', rule: 'A-3', cause: 'confirmation-required' }];

/** decides whether a subject may do something now: alone, with another user's approval, or not at all. */
export function decide(question: Question, subject: Subject): Decision {
  const { right, accountId } = question;

  switch (right) {
    case 'approval':
      return decideApproval(question, subject);
    case 'inquiry':
    case 'operation':
    case 'transfer':
    case 'bulkTransfer':
      if (accountId === undefined || !givesAccountRight(subject.effective, right, accountId)) {
        return deny([missingGround(right, subject, accountId)]);
      }

      return right === 'inquiry' || right === 'operation'
        ? allow([accountGround(right, accountId, subject)])
        : decideTransfer(right, accountId, question.amount ?? SMALLEST, subject);
    default:
      return givesTenantRight(subject.effective, right)
        ? allow([tenantGround(right, subject)])
        : deny([missingGround(right, subject)]);
  }
}

/** within the own self-approval limit a transfer takes a confirmation, above it another user's approval. */
function decideTransfer(right: 'transfer' | 'bulkTransfer', accountId: AccountId, amount: Yen, subject: Subject): Decision {
  const { approval } = subject.effective;
  const limit = approval === null ? 0 : approval.selfApprovalLimit;
  const ground = accountGround(right, accountId, subject);

  return isWithin(amount, limit)
    ? {
        decision: 'allow',
        reasons: [ground, { right, accountId, rule: 'A-2', cause: 'within-self-approval-limit', limit }],
        requires: [{ right, accountId, rule: 'A-2', cause: 'confirmation-required' }],
      }
    : {
        decision: 'needs-approval',
        reasons: [ground, { right, accountId, rule: 'A-2', cause: 'needs-approval', limit }],
        requires: [{ right, accountId, rule: 'A-3', cause: 'approver-required', limit: amount }],
      };
}

/** approving takes the right itself, the right to such a transfer on the account, and a limit of at least the amount. */
function decideApproval({ accountId, amount, kind }: Question, subject: Subject): Decision {
  const { approval } = subject.effective;
  if (approval === null) return deny([missingGround('approval', subject)]);

  const onAccount = accountId === undefined ? [] : transferGrounds(accountId, kind, subject);
  if (accountId !== undefined && onAccount.length === 0) {
    const rights = kind === undefined ? EITHER_KIND : [RIGHT_OF[kind]];

    return deny(rights.map((right) => missingGround(right, subject, accountId)));
  }

  const limit = approval.approvalLimit;
  if (amount !== undefined && !isWithin(amount, limit)) {
    return deny([{ right: 'approval', rule: 'A-3', cause: 'above-approval-limit', limit }]);
  }

  const own = tenantGround('approval', subject);
  return {
    decision: 'allow',
    reasons:
      amount === undefined
        ? [own, ...onAccount]
        : [own, ...onAccount, { right: 'approval', rule: 'A-3', cause: 'within-approval-limit', limit }],
    requires: TO_BE_CONFIRMED,
  };
}

/** Why a subject may make transfers of a kind, or of either, on an account; nothing if it may not. */
function transferGrounds(accountId: AccountId, kind: TransferKind | undefined, subject: Subject): readonly Reason[] {
  if (kind === undefined) {
    return [...transferGrounds(accountId, 'transfer', subject), ...transferGrounds(accountId, 'bulk-transfer', subject)];
  }
  const right = RIGHT_OF[kind];

  return givesAccountRight(subject.effective, right, accountId) ? [accountGround(right, accountId, subject)] : [];
}

function isWithin(amount: Yen, limit: Yen | null): boolean {
  return limit === null || amount <= limit;
}

function allow(reasons: readonly Reason[]): Decision {
  return { decision: 'allow', reasons, requires: NOTHING };
}

function deny(reasons: readonly Reason[]): Decision {
  return { decision: 'deny', reasons, requires: NOTHING };
}
