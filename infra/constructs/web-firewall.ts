import { Duration } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { PROBLEM_TITLES } from '../../functions/contracts/problem-titles.ts';
import { PROBLEMS } from '../../functions/contracts/problems.ts';
import { logIn } from '../../functions/contracts/sessions.ts';
import type { Deployment } from '../deployment.ts';
import { routePath } from '../routes.ts';

/** Over so long AWS WAF counts requests; it takes 1, 2, 5 or 10 minutes. */
const WINDOW = Duration.minutes(1);

/** AWS WAF looks every few seconds again who still is above the limit. */
const RETRY_AFTER_SECONDS = 60;

const TOO_MANY = 'too-many-requests';

/** A problem document but for its content type and `instance`: AWS WAF knows neither. */
const TOO_MANY_BODY = JSON.stringify({
  type: `urn:business-id:problem:${TOO_MANY}`,
  title: PROBLEM_TITLES[TOO_MANY].en,
  status: PROBLEMS[TOO_MANY],
  code: TOO_MANY,
});

const TOO_MANY_RESPONSE = {
  responseCode: PROBLEMS[TOO_MANY],
  customResponseBodyKey: TOO_MANY,
  responseHeaders: [{ name: 'Retry-After', value: String(RETRY_AFTER_SECONDS) }],
};

/** `logIn`, below whatever stage, however its path is encoded. */
const LOGIN: CfnWebACL.StatementProperty = {
  andStatement: {
    statements: [
      matches('EXACTLY', { method: {} }, logIn.method),
      matches('ENDS_WITH', { uriPath: {} }, routePath(logIn), 'URL_DECODE'),
    ],
  },
};

type WebFirewallProps = { readonly deployment: Deployment; readonly restApi: RestApi };

/**
 * Keeps a flood from one source away from the functions. It cannot tell right logins from failed ones: those are counted
 * by `logIn`. IPv6 sources are counted by address.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html
 */
export class WebFirewall extends Construct {
  constructor(scope: Construct, id: string, { deployment: { settings }, restApi }: WebFirewallProps) {
    super(scope, id);

    const { perSource, loginsPerSource } = settings.requestsPerMinute;
    const metrics = (metricName: string) => ({
      cloudWatchMetricsEnabled: true,
      metricName: `${settings.name}-${metricName}`,
      // Samples hold whole requests for hours, session tokens among their headers.
      sampledRequestsEnabled: false,
    });
    const rule = (name: string, priority: number, limit: number, scopeDownStatement?: CfnWebACL.StatementProperty) => ({
      name,
      priority,
      action: { block: { customResponse: TOO_MANY_RESPONSE } },
      statement: {
        rateBasedStatement: {
          aggregateKeyType: 'IP',
          evaluationWindowSec: WINDOW.toSeconds(),
          limit,
          ...(scopeDownStatement && { scopeDownStatement }),
        },
      },
      visibilityConfig: metrics(name),
    });

    const webAcl = new CfnWebACL(this, 'WebAcl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      customResponseBodies: { [TOO_MANY]: { contentType: 'APPLICATION_JSON', content: TOO_MANY_BODY } },
      rules: [rule('logins', 0, loginsPerSource, LOGIN), rule('requests', 1, perSource)],
      visibilityConfig: metrics('web-acl'),
    });

    new CfnWebACLAssociation(this, 'OfPublicApi', {
      resourceArn: restApi.deploymentStage.stageArn,
      webAclArn: webAcl.attrArn,
    });
  }
}

function matches(
  positionalConstraint: string,
  fieldToMatch: CfnWebACL.FieldToMatchProperty,
  searchString: string,
  transformation = 'NONE',
): CfnWebACL.StatementProperty {
  const textTransformations = [{ priority: 0, type: transformation }];

  return { byteMatchStatement: { positionalConstraint, fieldToMatch, searchString, textTransformations } };
}
