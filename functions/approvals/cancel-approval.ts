import { cancelApproval as cancel } from '../../domain/approvals/end-request.ts';
import { cancelApproval as contract } from '../contracts/approvals.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { endRequest } from './end-request.ts';
import { cancelledEvent } from './request-events.ts';

/** cancels an approval whose execution date is still to come. */
export const cancelApproval: Operation<typeof contract> = (request) => endRequest(request, cancel, cancelledEvent);

export const handler = lambda(contract, cancelApproval);
