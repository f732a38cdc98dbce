import { giveBack } from '../../domain/approvals/end-request.ts';
import { returnRequest as contract } from '../contracts/approvals.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { endRequest } from './end-request.ts';
import { endedEvent } from './request-events.ts';

/** returns a pending request to its maker, which ends it. */
export const returnRequest: Operation<typeof contract> = (request) =>
  endRequest(request, giveBack, (ended, subscriptionId, userId) => endedEvent(ended, subscriptionId, 'returned', userId));

export const handler = lambda(contract, returnRequest);
