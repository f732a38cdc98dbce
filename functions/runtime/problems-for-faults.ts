import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { ContentionError } from '../adapters/dynamodb/commit.ts';
import { UnprocessedKeysError } from '../adapters/dynamodb/read.ts';
import { languageOf } from './language.ts';
import { LOG, logger } from './logger.ts';
import { problemReply } from './problem.ts';

/**
 * a fault becomes a problem document; what went wrong stays in the log. A dependency that throttles, is down or
 * keeps items contended is 503: nothing was half done, so trying again is right.
 */
export function problemsForFaults(): MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult> {
  return {
    onError: (request) => {
      const { requestId } = request.event.requestContext;
      const unavailable = isUnavailable(request.error);

      logger.error(unavailable ? LOG.dependencyUnavailable : LOG.requestFailed, { requestId, ...describe(request.error) });

      const context = { language: languageOf(request.event), requestId };
      request.response = problemReply(
        unavailable ? { code: 'temporarily-unavailable', retryAfterSeconds: 1 } : { code: 'internal-error' },
        context,
      );
    },
  };
}

type SdkError = Error & { $metadata?: { httpStatusCode?: number }; $retryable?: { throttling?: boolean } };

const UNAVAILABLE = new Set([
  'TimeoutError',
  'NetworkingError',
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TransactionInProgressException',
  'KMSInternalException',
  'DependencyTimeoutException',
]);

function isUnavailable(error: unknown): boolean {
  if (error instanceof ContentionError || error instanceof UnprocessedKeysError) return true;
  if (!(error instanceof Error)) return false;

  const { name, $metadata, $retryable } = error as SdkError;
  const code = (error as NodeJS.ErrnoException).code;

  return (
    UNAVAILABLE.has(name) ||
    $retryable !== undefined ||
    ($metadata?.httpStatusCode ?? 0) >= 500 ||
    code === 'ECONNRESET' ||
    code === 'ECONNREFUSED'
  );
}

/** Name and place of an error, never its message: an SDK's message may quote what was sent. */
function describe(error: unknown): { error: string; at: string | undefined } {
  if (!(error instanceof Error)) return { error: typeof error, at: undefined };

  return {
    error: error.name,
    at: error.stack
      ?.split('\n')
      .find((line) => line.trimStart().startsWith('at '))
      ?.trim(),
  };
}
