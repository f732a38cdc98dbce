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

  it('C-5 lets no source make more than 3,000 requests a minute, 150 logins among them', () => {
    const limits = rules().map(({ Name, Priority, Statement: { RateBasedStatement } }: Rule) => {
      const { AggregateKeyType, EvaluationWindowSec, Limit } = RateBasedStatement;

      return [Name, Priority, AggregateKeyType, EvaluationWindowSec, Limit];
    });

    expect(limits).toEqual([
      ['logins', 0, 'IP', 60, 150],
      ['requests', 1, 'IP', 60, 3000],
    ]);
  });

  it('C-5 knows logins by method and path, however the path is encoded, and all other requests by nothing', () => {
    const [logins, requests]: Rule[] = rules();
    const matches = logins?.Statement.RateBasedStatement.ScopeDownStatement?.AndStatement.Statements.map(
      ({ ByteMatchStatement }) => ByteMatchStatement,
    );

    expect(matches).toMatchObject([
      { FieldToMatch: { Method: {} }, PositionalConstraint: 'EXACTLY', SearchString: 'POST' },
      { FieldToMatch: { UriPath: {} }, PositionalConstraint: 'ENDS_WITH', SearchString: '/v1/sessions' },
    ]);
    expect(matches?.[1]).toMatchObject({ TextTransformations: [{ Type: 'URL_DECODE' }] });
    expect(requests?.Statement.RateBasedStatement).not.toHaveProperty('ScopeDownStatement');
  });

  it('R-6 answers 429 with a problem and says when to come back', () => {
    const { CustomResponseBodies } = webAcl().definition['Properties'];

    for (const { Action } of rules()) {
      const { ResponseCode, CustomResponseBodyKey, ResponseHeaders } = Action.Block.CustomResponse;

      expect(ResponseCode).toBe(429);
      expect(ResponseHeaders).toEqual([{ Name: 'Retry-After', Value: '60' }]);
      expect(JSON.parse(CustomResponseBodies[CustomResponseBodyKey].Content)).toMatchObject({
        type: 'urn:business-id:problem:too-many-requests',
        status: 429,
        code: 'too-many-requests',
      });
    }
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
  readonly Statement: {
    readonly RateBasedStatement: {
      readonly AggregateKeyType: string;
      readonly EvaluationWindowSec: number;
      readonly Limit: number;
      readonly ScopeDownStatement?: { readonly AndStatement: { readonly Statements: { readonly ByteMatchStatement: object }[] } };
    };
  };
};
