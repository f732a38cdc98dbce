import { beforeAll, describe, expect, it } from 'vitest';
import { only, refersTo, type Synthesized, synthesized } from './support/synthesized.ts';

let deployment: Synthesized;

beforeAll(() => {
  deployment = synthesized();
});

const webAcl = () => only(deployment.all('AWS::WAFv2::WebACL'), 'web ACL');
const association = () => only(deployment.all('AWS::WAFv2::WebACLAssociation'), 'association').definition['Properties'];
const rules = () => webAcl().definition['Properties'].Rules;

function publicApi() {
  const apis = deployment.all('AWS::ApiGateway::RestApi');

  return only(
    apis.filter(({ definition }) => definition['Properties'].Name === 'business-id-public'),
    'public API',
  );
}

describe('the web ACL', () => {
  it('stands before the stage of the public API', () => {
    const stage = only(
      deployment
        .all('AWS::ApiGateway::Stage')
        .filter(({ definition }) => refersTo(definition['Properties'].RestApiId, publicApi().id)),
      'stage',
    );
    const resourceArn = JSON.stringify(association().ResourceArn);

    expect(webAcl().definition['Properties']).toMatchObject({ Scope: 'REGIONAL', DefaultAction: { Allow: {} } });
    expect(refersTo(association().WebACLArn, webAcl().id)).toBe(true);
    expect(resourceArn).toContain(publicApi().id);
    expect(resourceArn).toContain(stage.id);
  });

  it('C-5 lets no source make more than 3,000 requests a minute, 150 logins and 150 pick-ups among them', () => {
    const limits = rules().flatMap(({ Name, Priority, Statement: { RateBasedStatement } }: Rule) => {
      if (RateBasedStatement === undefined) return [];
      const { AggregateKeyType, EvaluationWindowSec, Limit } = RateBasedStatement;

      return [[Name, Priority, AggregateKeyType, EvaluationWindowSec, Limit]];
    });

    expect(limits).toEqual([
      ['logins', 0, 'IP', 60, 150],
      ['pick-ups', 1, 'IP', 60, 150],
      ['requests', 2, 'IP', 60, 3000],
    ]);
  });

  it('C-5 X-3 knows logins and pick-ups by method and path, however the path is encoded, and all other requests by nothing', () => {
    const [logins, pickUps, requests]: Rule[] = rules();
    const matchesOf = (rule: Rule | undefined) =>
      rule?.Statement.RateBasedStatement?.ScopeDownStatement?.AndStatement.Statements.map(
        ({ ByteMatchStatement }) => ByteMatchStatement,
      );

    for (const [rule, end] of [
      [logins, '/v1/sessions'],
      [pickUps, '/pick-up'],
    ] as const) {
      expect(matchesOf(rule)).toMatchObject([
        { FieldToMatch: { Method: {} }, PositionalConstraint: 'EXACTLY', SearchString: 'POST' },
        { FieldToMatch: { UriPath: {} }, PositionalConstraint: 'ENDS_WITH', SearchString: end },
      ]);
      expect(matchesOf(rule)?.[1]).toMatchObject({ TextTransformations: [{ Type: 'URL_DECODE' }] });
    }
    expect(requests?.Statement.RateBasedStatement).toEqual(
      expect.not.objectContaining({ ScopeDownStatement: expect.anything() }),
    );
  });

  it('R-6 answers 429 and 413 with a problem, and after 429 says when to come back', () => {
    const { CustomResponseBodies } = webAcl().definition['Properties'];
    const answers = rules().flatMap(({ Name, Action }: Rule) => {
      if (Action === undefined) return [];
      const { ResponseCode, CustomResponseBodyKey, ResponseHeaders } = Action.Block.CustomResponse;
      const { type, status, code } = JSON.parse(CustomResponseBodies[CustomResponseBodyKey].Content);

      return [{ Name, ResponseCode, ResponseHeaders, problem: { type, status, code } }];
    });
    const tooMany = {
      ResponseCode: 429,
      ResponseHeaders: [{ Name: 'Retry-After', Value: '60' }],
      problem: { type: 'urn:business-id:problem:too-many-requests', status: 429, code: 'too-many-requests' },
    };
    const tooLarge = { type: 'urn:business-id:problem:too-large', status: 413, code: 'too-large' };

    expect(answers).toEqual([
      { Name: 'logins', ...tooMany },
      { Name: 'pick-ups', ...tooMany },
      { Name: 'requests', ...tooMany },
      { Name: 'body-size', ResponseCode: 413, ResponseHeaders: undefined, problem: tooLarge },
    ]);
  });

  it('lets bodies of 64 KB pass and no larger ones, of which it sees no more than that', () => {
    const { AssociationConfig } = webAcl().definition['Properties'];
    const { Statement } = only(
      rules().filter(({ Name }: Rule) => Name === 'body-size'),
      'body size rule',
    ) as Rule;

    expect(AssociationConfig).toEqual({ RequestBody: { API_GATEWAY: { DefaultSizeInspectionLimit: 'KB_64' } } });
    expect(Statement.SizeConstraintStatement).toMatchObject({
      ComparisonOperator: 'GT',
      Size: 65_536,
      FieldToMatch: { Body: { OversizeHandling: 'MATCH' } },
    });
  });

  it('C-1 holds requests against the groups of AWS, but for rules that what people may write would break', () => {
    const groups = rules().flatMap(({ OverrideAction, Statement: { ManagedRuleGroupStatement } }: Rule) => {
      if (ManagedRuleGroupStatement === undefined) return [];
      const { VendorName, Name, RuleActionOverrides = [] } = ManagedRuleGroupStatement;
      const counted = RuleActionOverrides.filter(({ ActionToUse }) => 'Count' in ActionToUse).map((rule) => rule.Name);

      return [[VendorName, Name, OverrideAction, counted]];
    });

    expect(groups).toEqual([
      ['AWS', 'AWSManagedRulesAmazonIpReputationList', { None: {} }, []],
      ['AWS', 'AWSManagedRulesKnownBadInputsRuleSet', { None: {} }, []],
      [
        'AWS',
        'AWSManagedRulesCommonRuleSet',
        { None: {} },
        [
          'SizeRestrictions_BODY',
          'NoUserAgent_HEADER',
          'CrossSiteScripting_BODY',
          'GenericLFI_BODY',
          'GenericRFI_BODY',
          'EC2MetaDataSSRF_BODY',
        ],
      ],
    ]);
  });

  it('stays within the 1,500 capacity units that cost nothing more', () => {
    // Each rate: 2, with two matches and a transformation 14 more. The size: 1. The groups: as AWS lists them.
    const own = 2 * (2 + 14) + 2 + 1;
    const groups = { AmazonIpReputationList: 25, KnownBadInputsRuleSet: 200, CommonRuleSet: 700 };

    expect(rules()).toHaveLength(4 + Object.keys(groups).length);
    expect(Object.values(groups).reduce((sum, units) => sum + units, own)).toBeLessThan(1500);
  });

  it('C-12 keeps no sample of a request: its headers hold session tokens', () => {
    const { VisibilityConfig, Rules } = webAcl().definition['Properties'];

    for (const config of [VisibilityConfig, ...Rules.map(({ VisibilityConfig }: Rule) => VisibilityConfig)]) {
      expect(config).toMatchObject({ SampledRequestsEnabled: false, CloudWatchMetricsEnabled: true });
    }
  });
});

type Rule = {
  readonly Name: string;
  readonly Priority: number;
  readonly VisibilityConfig: object;
  readonly Action?: {
    readonly Block: {
      readonly CustomResponse: {
        readonly ResponseCode: number;
        readonly CustomResponseBodyKey: string;
        readonly ResponseHeaders?: readonly object[];
      };
    };
  };
  readonly OverrideAction?: object;
  readonly Statement: {
    readonly RateBasedStatement?: {
      readonly AggregateKeyType: string;
      readonly EvaluationWindowSec: number;
      readonly Limit: number;
      readonly ScopeDownStatement?: { readonly AndStatement: { readonly Statements: { readonly ByteMatchStatement: object }[] } };
    };
    readonly SizeConstraintStatement?: object;
    readonly ManagedRuleGroupStatement?: {
      readonly VendorName: string;
      readonly Name: string;
      readonly RuleActionOverrides?: readonly { readonly Name: string; readonly ActionToUse: object }[];
    };
  };
};
