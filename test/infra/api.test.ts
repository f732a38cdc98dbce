import { beforeAll, describe, expect, it } from 'vitest';
import { PROBLEMS } from '../../functions/contracts/problems.ts';
import { checkRoutes } from '../../infra/routes.ts';
import { statementsOf } from './support/policies.ts';
import { only, type Resource, refersTo, type Synthesized, synthesized } from './support/synthesized.ts';
import { allContracts } from './support/test-app.ts';

let deployment: Synthesized;

beforeAll(() => {
  deployment = synthesized();
});

const properties = (type: string) => deployment.all(type).map(({ definition }) => definition['Properties']);
const apiNamed = (name: string) =>
  only(
    deployment.all('AWS::ApiGateway::RestApi').filter(({ definition }) => definition['Properties'].Name === name),
    name,
  );
const publicApi = () => apiNamed('business-id-public');
const operatorApi = () => apiNamed('business-id-operator');

/** The path of an API Gateway resource; '' is the root. */
function pathOf(reference: { Ref?: string }): string {
  const resource = deployment.all('AWS::ApiGateway::Resource').find(({ id }) => id === reference.Ref);
  if (resource === undefined) return '';

  const { ParentId, PathPart } = resource.definition['Properties'];

  return `${pathOf(ParentId)}/${PathPart}`;
}

/** What an API answers: `GET /v1/me` and the method behind it. */
function routesOf(api: Resource) {
  const methods = properties('AWS::ApiGateway::Method').filter(({ RestApiId }) => refersTo(RestApiId, api.id));

  return new Map(methods.map((method) => [`${method.HttpMethod} ${pathOf(method.ResourceId)}`, method]));
}

const functionIn = (method: { Integration: { Uri: unknown } }) =>
  /function:([\w-]+)\/invocations/.exec(JSON.stringify(method.Integration.Uri))?.[1];

describe('routes', () => {
  it('R-2 are the contracts and the catch-all, on the API of their callers, and nothing else', () => {
    const expected = (operator: boolean) =>
      [
        'ANY ',
        'ANY /{proxy+}',
        ...allContracts
          .filter(({ caller }) => (caller === 'operator') === operator)
          .map(({ method, path }) => `${method} /v1${path}`),
      ].sort();

    expect([...routesOf(publicApi()).keys()].sort()).toEqual(expected(false));
    expect([...routesOf(operatorApi()).keys()].sort()).toEqual(expected(true));
  });

  it.each(allContracts.map((contract) => [contract.id, contract] as const))('R-2 of %s leads to its Lambda', (id, contract) => {
    const api = contract.caller === 'operator' ? operatorApi() : publicApi();
    const method = routesOf(api).get(`${contract.method} /v1${contract.path}`);

    expect(functionIn(method)).toBe(`business-id-${id.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  });

  it('lead to functions that exist, as Lambda proxies, through the one role of their API', () => {
    const functions = properties('AWS::Lambda::Function').map(({ FunctionName }) => FunctionName);

    for (const api of [publicApi(), operatorApi()]) {
      const methods = [...routesOf(api).values()];
      const invoked = [...new Set(methods.map(functionIn))].sort();
      const [role] = new Set(methods.map(({ Integration }) => Integration.Credentials['Fn::GetAtt'][0]));

      const policies = properties('AWS::IAM::Policy').filter(({ Roles }) => refersTo(Roles, role));
      const granted = only(statementsOf(only(policies, 'policy').PolicyDocument), 'statement');

      expect(functions).toEqual(expect.arrayContaining(invoked));
      expect(new Set(methods.map(({ Integration }) => Integration.Type))).toEqual(new Set(['AWS_PROXY']));
      expect(granted.actions).toEqual(['lambda:InvokeFunction']);
      expect(granted.resources.map((arn) => /function:([\w-]+)"/.exec(JSON.stringify(arn))?.[1]).sort()).toEqual(invoked);
    }
  });

  it('refuses two operations on one route', () => {
    const [first] = allContracts.slice(0, 1);
    if (first === undefined) throw new Error('No contract');

    expect(() => checkRoutes([first, { ...first, id: 'another' }])).toThrow(`another and ${first.id} have the same route`);
  });

  it('refuses two names for one path variable, which API Gateway would do at deployment only', () => {
    const [first] = allContracts.slice(0, 1);
    if (first === undefined) throw new Error('No contract');

    const read = { ...first, path: '/groups/{groupId}' };
    const rename = { ...first, id: 'renameGroup', path: '/groups/{id}/renaming' };

    expect(() => checkRoutes([read, rename])).toThrow('renameGroup: /v1/groups/{id} is already called /v1/groups/{groupId}');
  });
});

describe('the operator API', () => {
  it('asks every caller for a signature', () => {
    for (const [route, method] of routesOf(operatorApi())) expect(method.AuthorizationType, route).toBe('AWS_IAM');
  });

  it('admits the roles of the settings and denies everybody else, the unsigned too', () => {
    const roles = 'arn:aws:iam::000000000000:role/core-banking';

    expect(operatorApi().definition['Properties'].Policy.Statement).toEqual([
      { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: 'execute-api:/*', Principal: { AWS: roles } },
      {
        Effect: 'Deny',
        Action: 'execute-api:Invoke',
        Resource: 'execute-api:/*',
        Principal: { AWS: '*' },
        Condition: { ArnNotEquals: { 'aws:PrincipalArn': [roles] } },
      },
    ]);
  });
});

describe('what API Gateway answers itself', () => {
  const responsesOf = (api: Resource) =>
    new Map(
      properties('AWS::ApiGateway::GatewayResponse')
        .filter(({ RestApiId }) => refersTo(RestApiId, api.id))
        .map((response) => [response.ResponseType, response]),
    );

  it('R-6 is a problem document in English with a stable code and its status', () => {
    for (const api of [publicApi(), operatorApi()]) {
      for (const { ResponseTemplates, ResponseParameters, StatusCode } of responsesOf(api).values()) {
        const problem = JSON.parse(ResponseTemplates['application/json']);

        expect(PROBLEMS).toHaveProperty(problem.code, Number(StatusCode));
        expect(problem).toEqual({
          type: `urn:business-id:problem:${problem.code}`,
          title: expect.any(String),
          status: Number(StatusCode),
          code: problem.code,
          instance: 'urn:uuid:$context.requestId',
        });
        expect(ResponseParameters).toMatchObject({
          'gatewayresponse.header.Content-Type': "'application/problem+json'",
          'gatewayresponse.header.X-Request-Id': 'context.requestId',
        });
      }
    }
  });

  it('covers every 4XX and 5XX', () => {
    for (const api of [publicApi(), operatorApi()]) {
      expect([...responsesOf(api).keys()]).toEqual(expect.arrayContaining(['DEFAULT_4XX', 'DEFAULT_5XX', 'THROTTLED']));
    }
  });

  it.each(['MISSING_AUTHENTICATION_TOKEN', 'ACCESS_DENIED', 'INVALID_SIGNATURE', 'EXPIRED_TOKEN'])(
    '%s is 404 on the public API, whose methods ask for no signature, and 403 on the operator API',
    (type) => {
      expect(responsesOf(publicApi()).get(type)?.StatusCode).toBe('404');
      expect(responsesOf(operatorApi()).get(type)?.StatusCode).toBe('403');
    },
  );

  it.each([
    ['a throttled client', 'THROTTLED', '429'],
    ['a client whose request no function took or answered', 'DEFAULT_5XX', '503'],
  ])('%s is told when to come back', (_who, type, status) => {
    const response = responsesOf(publicApi()).get(type);

    expect(response?.StatusCode).toBe(status);
    expect(response?.ResponseParameters).toHaveProperty(['gatewayresponse.header.Retry-After'], "'1'");
  });
});

describe('stages', () => {
  it('write errors to a log group that forgets, made before API Gateway makes one that does not', () => {
    for (const { id, definition } of deployment.all('AWS::ApiGateway::Stage')) {
      const logs = deployment
        .all('AWS::Logs::LogGroup')
        .filter(({ definition: { Properties } }) => refersTo(Properties.LogGroupName, definition['Properties'].RestApiId.Ref));

      expect(definition['DependsOn'], id).toContain(only(logs, `execution log of ${id}`).id);
    }
  });

  it('throttle, and log requests without headers, bodies or the values in a path', () => {
    expect(properties('AWS::ApiGateway::Stage')).toHaveLength(2);

    for (const { AccessLogSetting, MethodSettings } of properties('AWS::ApiGateway::Stage')) {
      expect(MethodSettings).toEqual([
        expect.objectContaining({ DataTraceEnabled: false, ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 }),
      ]);
      expect(AccessLogSetting.Format).toContain('$context.resourcePath');
      expect(AccessLogSetting.Format).not.toMatch(/\$context\.(path|authorizer|requestOverride)|\$input|header|querystring|body/);
    }
  });
});
