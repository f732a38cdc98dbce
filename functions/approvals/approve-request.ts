import { approve } from '../../domain/approvals/end-request.ts';
import { approveRequest as contract } from '../contracts/approvals.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { endRequest } from './end-request.ts';
import { approvedEvent } from './request-events.ts';

/** approves a pending request; core banking is told by one event. */
export const approveRequest: Operation<typeof contract> = (request) => endRequest(request, approve, approvedEvent);

export const handler = lambda(contract, approveRequest);
