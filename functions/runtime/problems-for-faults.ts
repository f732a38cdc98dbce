import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { ContentionError } from '../adapters/dynamodb/commit.ts';
import { UnprocessedKeysError } from '../adapters/dynamodb/read.ts';
import { describeError } from './describe-error.ts';
import { languageOf } from './language.ts';
import { LOG } from './log-codes.ts';
import { logger } from './logger.ts';
import { problemReply } from './problem.ts';
import { UnavailableError } from './unavailable-error.ts';

/**
 * a fault becomes a problem document; what went wrong stays in the log. A dependency that throttles, is down or
 * keeps items contended is 503: nothing was half done, so trying again is right.
 */
export function problemsForFaults(): MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult> {
  return {
    onError: (request) => {
      const { requestId } = request.event.requestContext;
      const unavailable = isUnavailable(request.error);

      logger.error(unavailable ? LOG.dependencyUnavailable : LOG.requestFailed, { requestId, ...describeError(request.error) });

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
  'LimitExceededException',
  'RequestFailedException',
  'RequestInProgressException',
  'ConcurrentModificationException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TransactionInProgressException',
  'KMSInternalException',
  'DependencyTimeoutException',
]);

/** What the AWS SDK itself tries again: the connection broke, or never came about. */
const BROKEN_CONNECTION = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH', 'EAI_AGAIN']);

function isUnavailable(error: unknown): boolean {
  if (error instanceof ContentionError || error instanceof UnprocessedKeysError || error instanceof UnavailableError) return true;
  if (!(error instanceof Error)) return false;

  const { name, $metadata, $retryable } = error as SdkError;
  const code = (error as NodeJS.ErrnoException).code ?? '';

  return (
    UNAVAILABLE.has(name) || BROKEN_CONNECTION.has(code) || $retryable !== undefined || ($metadata?.httpStatusCode ?? 0) >= 500
  );
}
