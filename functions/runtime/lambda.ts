import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { Contract } from '../contracts/contract.ts';
import type { Operation } from './operation.ts';
import { problemsForFaults } from './problems-for-faults.ts';
import { requestLog } from './request-log.ts';
import { respond } from './respond.ts';

/**
 * The one request path, as a Lambda handler: request ID and logging → session → parse → idempotency replay →
 * required actions → permission → confirmation → operation → reply checked by its schema → problem document.
 */
export function lambda<C extends Contract, Dependencies = undefined>(
  contract: C,
  operation: Operation<C, Dependencies>,
  ...[dependencies]: Dependencies extends undefined ? [] : [Dependencies]
) {
  // middy would answer shortly before the time-out while the request goes on: respond keeps the time itself.
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>({ timeoutEarlyInMillis: 0 })
    .use(requestLog(contract.id))
    .use(problemsForFaults())
    .handler((event, context) => respond(contract, operation, dependencies as Dependencies, event, context));
}
