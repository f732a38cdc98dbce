import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';
import { ANSWERS } from './firewall-answers.ts';
import { BODY_INSPECTION, firewallRules } from './firewall-rules.ts';

type WebFirewallProps = { readonly deployment: Deployment; readonly restApi: RestApi };

/**
 * Keeps floods, bodies beyond the contract and known attacks away from the functions. It cannot tell right logins from failed
 * ones: those are counted by `logIn`.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html
 */
export class WebFirewall extends Construct {
  constructor(scope: Construct, id: string, { deployment: { settings }, restApi }: WebFirewallProps) {
    super(scope, id);

    const metrics = (metricName: string) => ({
      cloudWatchMetricsEnabled: true,
      metricName: `${settings.name}-${metricName}`,
      // Samples hold whole requests for hours, session tokens among their headers.
      sampledRequestsEnabled: false,
    });

    const webAcl = new CfnWebACL(this, 'WebAcl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      associationConfig: BODY_INSPECTION,
      customResponseBodies: ANSWERS,
      rules: firewallRules(settings.requestsPerMinute).map((rule, priority) => ({
        ...rule,
        priority,
        visibilityConfig: metrics(rule.name),
      })),
      visibilityConfig: metrics('web-acl'),
    });

    new CfnWebACLAssociation(this, 'OfPublicApi', {
      resourceArn: restApi.deploymentStage.stageArn,
      webAclArn: webAcl.attrArn,
    });
  }
}
