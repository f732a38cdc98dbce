import { Duration } from 'aws-cdk-lib';
import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { pickUpCertificate } from '../../functions/contracts/certificates.ts';
import { LARGEST_BODY_BYTES } from '../../functions/contracts/largest-body.ts';
import { logIn } from '../../functions/contracts/sessions.ts';
import { routePath } from '../routes.ts';
import { blockWith } from './firewall-answers.ts';
import { MANAGED_RULES, type ManagedRules } from './managed-rules.ts';

/** A rule but for its place and its metric. */
type FirewallRule = Omit<CfnWebACL.RuleProperty, 'priority' | 'visibilityConfig'>;

/** Over so long AWS WAF counts requests; it takes 1, 2, 5 or 10 minutes. */
const WINDOW = Duration.minutes(1);

const LOGIN = callsOf(logIn.method, routePath(logIn));

/** Nobody has to log in for it, and few functions answer it at a time (decision 27). */
const PICK_UP = callsOf(pickUpCertificate.method, lastSegmentOf(pickUpCertificate.path));

/**
 * AWS WAF sees no more of a body than this, 64 KB at most, and asks extra for requests with more than 16 KB.
 * https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-setting-body-inspection-limit.html
 */
export const BODY_INSPECTION: CfnWebACL.AssociationConfigProperty = {
  requestBody: { API_GATEWAY: { defaultSizeInspectionLimit: 'KB_64' } },
};

/** In the order in which a request meets them. */
export function firewallRules(limits: { readonly perSource: number; readonly loginsPerSource: number }): FirewallRule[] {
  return [
    rateRule('logins', limits.loginsPerSource, LOGIN),
    rateRule('pick-ups', limits.loginsPerSource, PICK_UP),
    rateRule('requests', limits.perSource),
    BODY_SIZE,
    ...MANAGED_RULES.map(managedRule),
  ];
}

/** Keeps a flood from one source away from the functions. IPv6 sources are counted by address. */
function rateRule(name: string, limit: number, scopeDownStatement?: CfnWebACL.StatementProperty): FirewallRule {
  return {
    name,
    action: blockWith('too-many-requests'),
    statement: {
      rateBasedStatement: {
        aggregateKeyType: 'IP',
        evaluationWindowSec: WINDOW.toSeconds(),
        limit,
        ...(scopeDownStatement && { scopeDownStatement }),
      },
    },
  };
}

/** Of a larger body AWS WAF is handed the first 64 KB, which are not above the size: it is blocked for being oversize. */
const BODY_SIZE: FirewallRule = {
  name: 'body-size',
  action: blockWith('too-large'),
  statement: {
    sizeConstraintStatement: {
      fieldToMatch: { body: { oversizeHandling: 'MATCH' } },
      comparisonOperator: 'GT',
      size: LARGEST_BODY_BYTES,
      textTransformations: [{ priority: 0, type: 'NONE' }],
    },
  },
};

function managedRule({ name, group, counted }: ManagedRules): FirewallRule {
  return {
    name,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name: group,
        ruleActionOverrides: Object.keys(counted).map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
  };
}

/** Calls of a path with this end, below whatever stage, however it is encoded. */
function callsOf(method: string, pathEnd: string): CfnWebACL.StatementProperty {
  return {
    andStatement: {
      statements: [matches('EXACTLY', { method: {} }, method), matches('ENDS_WITH', { uriPath: {} }, pathEnd, 'URL_DECODE')],
    },
  };
}

/** With the slash before it. */
function lastSegmentOf(path: string): string {
  return path.slice(path.lastIndexOf('/'));
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
