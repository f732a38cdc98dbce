import { getApprovalRequest as contract } from '../contracts/approvals.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { findSeenRequest } from './find-request.ts';
import { requestReply } from './request-reply.ts';

/** A request, for whoever sees it. */
export const getApprovalRequest: Operation<typeof contract> = async ({ actor, input, now }) => {
  const found = await findSeenRequest(actor, input.requestId);

  return found.ok ? done(requestReply(found.value.request, now)) : found;
};

export const handler = lambda(contract, getApprovalRequest);
