import { withdraw } from '../../domain/approvals/end-request.ts';
import { withdrawRequest as contract } from '../contracts/approvals.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { endRequest } from './end-request.ts';
import { endedEvent } from './request-events.ts';

/** the maker withdraws a pending request. */
export const withdrawRequest: Operation<typeof contract> = (request) =>
  endRequest(request, withdraw, (ended, subscriptionId, userId) => endedEvent(ended, subscriptionId, 'withdrawn', userId));

export const handler = lambda(contract, withdrawRequest);
