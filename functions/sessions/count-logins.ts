import type middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { COUNTS, type CountName } from '../contracts/metrics.ts';
import { type Count, count } from '../runtime/count.ts';

/** By the status of the answer. What is no login (400) or a fault says nothing about who logs in. */
const COUNTED: Readonly<Record<number, CountName>> = {
  201: COUNTS.logins,
  401: COUNTS.loginsFailed,
  403: COUNTS.loginsFailed,
  429: COUNTS.loginsLimited,
};

/** Counts how logins ended. They are no events: the history of the tenant tells of them, and nobody else is told. */
export function countLogins(counted: Count = count): middy.MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult> {
  return {
    after: ({ response }) => {
      const name = response ? COUNTED[response.statusCode] : undefined;
      if (name !== undefined) counted(name);
    },
  };
}
