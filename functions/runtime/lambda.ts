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
 * `wire` makes the operation's dependencies on the first invocation, so that importing its file needs no environment.
 */
export function lambda<C extends Contract, Dependencies>(
  contract: C,
  operation: Operation<C, Dependencies>,
  wire: () => Dependencies,
) {
  let dependencies: Dependencies | undefined;

  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .use(requestLog(contract.id))
    .use(problemsForFaults())
    .handler(async (event) => {
      dependencies ??= wire();

      return respond(contract, operation, dependencies, event);
    });
}
