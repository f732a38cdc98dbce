import { describe, expect, it } from 'vitest';
import { serve } from '../fixtures/gateway.ts';
import { functionOf, restApiResources } from '../fixtures/rest-api.ts';

const ANY = { ANY: {} };

const RESOURCES = {
  ...restApiResources('public', {
    routes: {
      '/v1/users': { GET: {}, POST: {} },
      '/v1/users/{userId}': { GET: {} },
      '/v1/users/batch-create': { POST: {} },
      '/v1/files/{proxy+}': ANY,
      '/': ANY,
      '/{proxy+}': ANY,
    },
  }),
  ...restApiResources('operator', {
    routes: {
      '/v1/operator/tenants/{tenantId}': { PUT: { authorization: 'AWS_IAM' } },
      '/{proxy+}': { ANY: { authorization: 'AWS_IAM' } },
    },
  }),
};

describe('routing as API Gateway does it', () => {
  it.each([
    ['a literal before a variable', 'POST', '/v1/users/batch-create', '/v1/users/batch-create', null],
    ['a variable', 'GET', '/v1/users/1453935789', '/v1/users/{userId}', { userId: '1453935789' }],
    ['a decoded variable', 'GET', '/v1/users/a%20b%2Fc%C3%A4', '/v1/users/{userId}', { userId: 'a b/cä' }],
    ['a greedy variable over several segments', 'GET', '/v1/files/a/b/c', '/v1/files/{proxy+}', { proxy: 'a/b/c' }],
    ['the catch-all for what is nothing else', 'DELETE', '/v1/unknown', '/{proxy+}', { proxy: 'v1/unknown' }],
    ['the root', 'GET', '/', '/', null],
    ['ANY for a method without its own', 'PATCH', '/v1/files/x', '/v1/files/{proxy+}', { proxy: 'x' }],
  ])('prefers %s', async (_, method, path, resource, pathParameters) => {
    const gateway = await serve(RESOURCES);

    await gateway.call(path, { method });

    expect(gateway.event()).toMatchObject({ resource, path, httpMethod: method, pathParameters });
  });

  it('answers a resource without the method as API Gateway does, without asking the catch-all', async () => {
    const gateway = await serve(RESOURCES);

    const answer = await gateway.call('/v1/users', { method: 'DELETE' });

    expect(answer).toMatchObject({ status: 403, body: '{"message":"Missing Authentication Token"}' });
    expect(answer.headers['x-amzn-errortype']).toBe('MissingAuthenticationTokenException');
    expect(gateway.invoke).not.toHaveBeenCalled();
  });

  it('answers on one port for several APIs: the most specific resource wins, an open one among equals', async () => {
    const gateway = await serve(RESOURCES);

    const operator = await gateway.call('/v1/operator/tenants/demo', { method: 'PUT' });
    await gateway.call('/v1/operators', {});

    expect(operator.status).toBe(403);
    expect(gateway.invoke.mock.calls.map(([arn]) => arn)).toEqual([functionOf('public')]);
  });

  it('refuses a path with a broken percent code', async () => {
    const gateway = await serve(RESOURCES);

    const answer = await gateway.call('/v1/users/%zz');

    expect(answer.status).toBe(400);
    expect(gateway.invoke).not.toHaveBeenCalled();
  });
});

describe('what the local run does not serve is refused at the start, by name', () => {
  it.each([
    ['another authorizer', { '/x': { GET: { authorization: 'CUSTOM' } } }, {}, 'does not know the authorization CUSTOM'],
    [
      'another integration',
      { '/x': { GET: { properties: { Integration: { Type: 'MOCK' } } } } },
      {},
      'Lambda proxy integrations only',
    ],
    ['an API key', { '/x': { GET: { properties: { ApiKeyRequired: true } } } }, {}, 'API keys'],
    ['an OpenAPI body', {}, { Body: {} }, 'not an OpenAPI body'],
  ])('%s', async (_, routes, properties, message) => {
    await expect(serve(restApiResources('public', { routes, properties }))).rejects.toThrow(message);
  });

  it('a gateway response that shows an unknown variable', async () => {
    const resources = restApiResources('public', {
      routes: {},
      responses: { DEFAULT_4XX: { ResponseTemplates: { 'application/json': '{"claims":"$context.authorizer.claims"}' } } },
    });

    await expect(serve(resources)).rejects.toThrow('does not know $context.authorizer.claims');
  });

  it('a resource policy for a part of the API', async () => {
    const statement = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/live/GET/*' };
    const properties = { Policy: { Statement: [statement] } };

    await expect(serve(restApiResources('public', { routes: {}, properties }))).rejects.toThrow('execute-api:/live/GET/*');
  });

  it('a resource policy with an unknown condition: it is no allowance', async () => {
    const Policy = {
      Statement: [
        {
          Effect: 'Allow',
          Principal: '*',
          Action: 'execute-api:Invoke',
          Resource: 'execute-api:/*',
          Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
        },
      ],
    };

    await expect(serve(restApiResources('public', { routes: {}, properties: { Policy } }))).rejects.toThrow('aws:SourceIp');
  });
});
