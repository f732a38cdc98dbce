import type middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { LOG } from './log-codes.ts';
import { logger } from './logger.ts';

/** One line per request: operation, request ID, status and, for a problem, its code. No body, no header, no address. */
export function requestLog(operation: string): middy.MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult> {
  const log: middy.MiddlewareFn<APIGatewayProxyEvent, APIGatewayProxyResult> = ({ event, response }) => {
    logger.info(LOG.requestAnswered, {
      operation,
      requestId: event.requestContext.requestId,
      status: response?.statusCode,
      ...(response && response.statusCode >= 400 && { problem: (JSON.parse(response.body) as { code: string }).code }),
    });
  };

  return { after: log, onError: log };
}
