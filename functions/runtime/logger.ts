import { Logger } from '@aws-lambda-powertools/logger';

/** Structured JSON logs. Messages come from LOG; fields are IDs, codes and numbers, never personal data, never a secret. */
export const logger = new Logger();

/** The catalogue of messages the request path logs; those of the listeners stand in functions/listeners/log.ts. */
export const LOG = {
  requestAnswered: 'REQUEST_ANSWERED',
  requestFailed: 'REQUEST_FAILED',
  dependencyUnavailable: 'DEPENDENCY_UNAVAILABLE',
} as const;
