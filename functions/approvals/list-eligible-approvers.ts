import { statusAt } from '../../domain/approvals/approval-request.ts';
import { eligibleApprovers } from '../../domain/approvals/eligible-approvers.ts';
import { listEligibleApprovers as contract } from '../contracts/approvals.ts';
import { reasonText } from '../permissions/reason-reply.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { candidatesOf, readCandidates } from './candidates.ts';
import { findSeenRequest } from './find-request.ts';

/** who could approve a request now. */
export const listEligibleApprovers: Operation<typeof contract> = async ({ actor, input, now, language, settings }) => {
  const { tenantId, subscription: roster } = actor;
  const [found, items] = await Promise.all([findSeenRequest(actor, input.requestId), readCandidates(tenantId, roster)]);
  if (!found.ok) return found;

  const { request, tenant } = found.value;
  const candidates = candidatesOf(items, { roster, accounts: tenant.accounts, now, settings });
  const eligible = statusAt(request, now) === 'pending' ? eligibleApprovers(request, candidates) : [];

  return done({
    asOf: now.toISOString(),
    users: eligible.map(({ candidate: { userId, name, groupName }, reasons }) => ({
      userId,
      name,
      reasons: reasons.map((reason) => ({ rule: reason.rule, detail: reasonText(reason, groupName, language) })),
    })),
  });
};

export const handler = lambda(contract, listEligibleApprovers);
