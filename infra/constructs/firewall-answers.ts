import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { PROBLEM_TITLES } from '../../functions/contracts/problem-titles.ts';
import { PROBLEMS } from '../../functions/contracts/problems.ts';

/** AWS WAF looks every few seconds again who still is above a rate. */
const RETRY_AFTER_SECONDS = 60;

type Code = 'too-many-requests' | 'too-large';

/** Blocks a request with a problem document; what a managed group blocks, API Gateway answers (`WAF_FILTERED`). */
export function blockWith(code: Code): CfnWebACL.RuleActionProperty {
  return {
    block: {
      customResponse: {
        responseCode: PROBLEMS[code],
        customResponseBodyKey: code,
        ...(code === 'too-many-requests' && {
          responseHeaders: [{ name: 'Retry-After', value: String(RETRY_AFTER_SECONDS) }],
        }),
      },
    },
  };
}

/** The bodies that `blockWith` names. */
export const ANSWERS: Readonly<Record<Code, CfnWebACL.CustomResponseBodyProperty>> = {
  'too-many-requests': bodyOf('too-many-requests'),
  'too-large': bodyOf('too-large'),
};

/** A problem document but for its content type and `instance`: AWS WAF knows neither. */
function bodyOf(code: Code): CfnWebACL.CustomResponseBodyProperty {
  const problem = { type: `urn:business-id:problem:${code}`, title: PROBLEM_TITLES[code].en, status: PROBLEMS[code], code };

  return { contentType: 'APPLICATION_JSON', content: JSON.stringify(problem) };
}
