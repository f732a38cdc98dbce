import { v7 as uuidv7 } from 'uuid';
import { eligibleApprovers } from '../../domain/approvals/eligible-approvers.ts';
import { submit } from '../../domain/approvals/submit.ts';
import { refuse } from '../../domain/result.ts';
import { addRequest, approvalReferenceRef } from '../adapters/dynamodb/approval-requests.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { rosterUnchanged } from '../adapters/dynamodb/subscriptions.ts';
import { accountsUnchanged, existing, tenantRef } from '../adapters/dynamodb/tenants.ts';
import { submitApprovalRequest as contract } from '../contracts/approvals.ts';
import type { Subscriber } from '../runtime/actor.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { candidatesOf, readCandidates } from './candidates.ts';
import { personOf } from './person.ts';
import { submittedEvent } from './request-events.ts';
import { requestReply } from './request-reply.ts';

/** submits a transfer, which is approved at once within the own limit, or waits for somebody who can approve it. */
export const submitApprovalRequest: Operation<typeof contract> = async ({ actor, input, now, settings, confirm }) => {
  const { tenantId, subscription: roster } = actor;
  const { confirmation: _, ...transfer } = input;
  const place = { tenantId, subscriptionId: roster.subscriptionId };

  const [[stored, taken], items] = await Promise.all([
    readItems([tenantRef(tenantId), approvalReferenceRef(place, transfer.reference)]),
    needsNobody(actor, transfer.amount) ? undefined : readCandidates(tenantId, roster),
  ]);
  const tenant = existing(stored);

  const { accounts } = tenant;
  // IDs begin with the time, so that requests are listed by it.
  const requestId = uuidv7({ msecs: now.getTime() });
  const submitted = submit(transfer, personOf(actor, accounts), { requestId, now });
  if (!submitted.ok) return submitted;
  if (taken !== undefined) return refuse({ code: 'duplicate-reference' });

  const request = submitted.value;
  if (request.state.status === 'pending') {
    const everybody = items ?? (await readCandidates(tenantId, roster));
    const candidates = candidatesOf(everybody, { roster, accounts, now, settings });
    if (eligibleApprovers(request, candidates).length === 0) return refuse({ code: 'no-eligible-approver' });
  } else {
    const unconfirmed = await confirm();
    if (unconfirmed) return unconfirmed;
  }

  return done(requestReply(request, now), {
    writes: [
      ...addRequest(place, request),
      accountsUnchanged(tenant),
      // Whoever could approve it is still there.
      ...(request.state.status === 'pending' ? [rosterUnchanged(tenantId, roster)] : []),
    ],
    events: [submittedEvent(request, roster.subscriptionId)],
    subjects: [requestId],
  });
};

/** Whether the maker's limit covers the amount, so that nobody else has to be read; the rules decide later. */
function needsNobody({ role, group }: Subscriber, amount: number): boolean {
  return role === 'master' || amount <= (group?.permissions.approval?.selfApprovalLimit ?? 0);
}

export const handler = lambda(contract, submitApprovalRequest);
