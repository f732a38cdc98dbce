import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { PROBLEM_TITLES } from '../../functions/contracts/problem-titles.ts';
import { PROBLEMS, type ProblemCode } from '../../functions/contracts/problems.ts';

/** What API Gateway answers when no method matches, or a signature is missing or wrong. */
const SIGNATURE_RESPONSES = ['MISSING_AUTHENTICATION_TOKEN', 'ACCESS_DENIED', 'INVALID_SIGNATURE', 'EXPIRED_TOKEN'] as const;

/** Whoever meets one of these tries again a second later. */
const RETRIED: ReadonlySet<ProblemCode> = new Set(['too-many-requests', 'temporarily-unavailable']);

/**
 * Makes every answer of API Gateway itself a problem document (RFC 9457) with a stable code.
 * `unsigned`: the problem of a request without a good signature. An API whose methods ask for none meets it only on a
 * path or method that does not exist.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
export function answerWithProblems(api: RestApi, { unsigned }: { unsigned: 'not-found' | 'permission-denied' }): void {
  const problems: Record<string, ProblemCode> = {
    // The two fallbacks set the status of every response type that is not named here.
    DEFAULT_4XX: 'invalid-request',
    // A fault of ours the function answers itself. Here it gave no answer, or Lambda had no room for it (reserved concurrency).
    DEFAULT_5XX: 'temporarily-unavailable',
    RESOURCE_NOT_FOUND: 'not-found',
    REQUEST_TOO_LARGE: 'too-large',
    THROTTLED: 'too-many-requests',
    QUOTA_EXCEEDED: 'too-many-requests',
    WAF_FILTERED: 'permission-denied',
  };
  for (const type of SIGNATURE_RESPONSES) problems[type] = unsigned;

  for (const [type, code] of Object.entries(problems)) {
    api.addGatewayResponse(type, {
      type: ResponseType.of(type),
      statusCode: String(PROBLEMS[code]),
      responseHeaders: {
        'Content-Type': "'application/problem+json'",
        'Content-Language': "'en'",
        'Cache-Control': "'no-store'",
        'X-Request-Id': 'context.requestId',
        ...(RETRIED.has(code) && { 'Retry-After': "'1'" }),
      },
      // The template of application/json answers whatever the client accepts; the header above names the true type.
      templates: { 'application/json': problemTemplate(code) },
    });
  }
}

function problemTemplate(code: ProblemCode): string {
  return JSON.stringify({
    type: `urn:business-id:problem:${code}`,
    title: PROBLEM_TITLES[code].en,
    status: PROBLEMS[code],
    code,
    instance: 'urn:uuid:$context.requestId',
  });
}
