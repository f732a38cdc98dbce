import type { APIGatewayProxyResult } from 'aws-lambda';
import { type Language, PROBLEM_TITLES } from '../contracts/problem-titles.ts';
import { PROBLEMS } from '../contracts/problems.ts';
import { fieldText } from './field-texts.ts';
import type { Refusal } from './refusal.ts';

/**
 * a refusal as an RFC 9457 problem document. Public text is made from codes alone, so nothing internal can leak.
 * `instance` names the request, as X-Request-Id does.
 */
export function problemReply(refusal: Refusal, context: { language: Language; requestId: string }): APIGatewayProxyResult {
  const status = PROBLEMS[refusal.code];
  const { language, requestId } = context;

  return {
    statusCode: status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Content-Language': language,
      'Cache-Control': 'no-store',
      'X-Request-Id': requestId,
      ...(refusal.retryAfterSeconds !== undefined && { 'Retry-After': String(refusal.retryAfterSeconds) }),
    },
    body: JSON.stringify({
      type: `urn:business-id:problem:${refusal.code}`,
      title: PROBLEM_TITLES[refusal.code][language],
      status,
      code: refusal.code,
      instance: `urn:uuid:${requestId}`,
      ...(refusal.errors && {
        errors: refusal.errors.map((field) => ({ pointer: field.pointer, code: field.code, detail: fieldText(field, language) })),
      }),
      ...refusal.extension,
    }),
  };
}
