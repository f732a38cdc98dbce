import { Logger } from '@aws-lambda-powertools/logger';

/** Structured JSON logs. Messages come from LOG; fields are IDs, codes and numbers, never personal data, never a secret. */
export const logger = new Logger();
