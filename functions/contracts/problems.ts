/**
 * Every problem a client can meet: its stable code and its HTTP status (RFC 9457).
 * Titles in Japanese and English: problem-titles.ts.
 */
export const PROBLEMS = {
  'invalid-request': 400,
  unauthenticated: 401,
  'authentication-failed': 401,
  'permission-denied': 403,
  'required-action': 403,
  'confirmation-required': 403,
  'confirmation-failed': 403,
  'transaction-password-locked': 403,
  'client-certificate-required': 403,
  'self-restriction': 403,
  'not-found': 404,
  'not-subscribed': 409,
  'already-subscribed': 409,
  'certificate-service-active': 409,
  'certificate-service-inactive': 409,
  'limit-reached': 409,
  'duplicate-name': 409,
  'duplicate-reference': 409,
  'version-conflict': 409,
  'own-certificate-required': 409,
  'users-without-certificate': 409,
  'no-eligible-approver': 409,
  'terms-outdated': 409,
  'request-in-progress': 409,
  'wrong-state': 409,
  expired: 410,
  'too-large': 413,
  'rule-violation': 422,
  'idempotency-key-reused': 422,
  'too-many-requests': 429,
  'internal-error': 500,
  'temporarily-unavailable': 503,
} as const;

export type ProblemCode = keyof typeof PROBLEMS;
