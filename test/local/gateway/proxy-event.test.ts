import { describe, expect, it } from 'vitest';
import { issue } from '../fixtures/certificates.ts';
import { serve } from '../fixtures/gateway.ts';
import { mutualTlsDomain, restApiResources } from '../fixtures/rest-api.ts';

const RESOURCES = restApiResources('public', { routes: { '/v1/groups/{groupId}': { PUT: {}, GET: {} } } });

describe('the event of a Lambda proxy integration', () => {
  it('is what API Gateway sends, whole', async () => {
    const gateway = await serve(RESOURCES);

    await gateway.call('/v1/groups/g1?a=1&a=2&b=x%20y', {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', 'X-Twice': ['one', 'two'], 'User-Agent': 'test' },
      body: '{"name":"経理"}',
    });

    const host = `127.0.0.1:${gateway.listeners.port}`;
    expect(gateway.event()).toEqual({
      resource: '/v1/groups/{groupId}',
      path: '/v1/groups/g1',
      httpMethod: 'PUT',
      headers: expect.objectContaining({
        'Content-Type': 'application/json',
        'X-Twice': 'two',
        'User-Agent': 'test',
        Host: host,
        'X-Amzn-Trace-Id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
        'X-Forwarded-For': '127.0.0.1',
        'X-Forwarded-Port': String(gateway.listeners.port),
        'X-Forwarded-Proto': 'http',
      }),
      multiValueHeaders: expect.objectContaining({ 'X-Twice': ['one', 'two'], 'User-Agent': ['test'] }),
      queryStringParameters: { a: '2', b: 'x y' },
      multiValueQueryStringParameters: { a: ['1', '2'], b: ['x y'] },
      pathParameters: { groupId: 'g1' },
      stageVariables: null,
      requestContext: {
        resourceId: expect.stringMatching(/^[a-z0-9]{6}$/),
        resourcePath: '/v1/groups/{groupId}',
        httpMethod: 'PUT',
        extendedRequestId: expect.any(String),
        requestTime: '01/Dec/2026:09:30:05 +0000',
        requestTimeEpoch: Date.parse('2026-12-01T09:30:05Z'),
        path: '/v1/groups/g1',
        accountId: '000000000000',
        protocol: 'HTTP/1.1',
        stage: 'live',
        domainName: '127.0.0.1',
        domainPrefix: '127',
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        deploymentId: expect.any(String),
        apiId: expect.stringMatching(/^[a-z0-9]{10}$/),
        identity: {
          accessKey: null,
          accountId: null,
          caller: null,
          cognitoAuthenticationProvider: null,
          cognitoAuthenticationType: null,
          cognitoIdentityId: null,
          cognitoIdentityPoolId: null,
          principalOrgId: null,
          sourceIp: '127.0.0.1',
          user: null,
          userAgent: 'test',
          userArn: null,
        },
      },
      body: '{"name":"経理"}',
      isBase64Encoded: false,
    });
  });

  it('says null for what a request does not have', async () => {
    const gateway = await serve(RESOURCES);

    await gateway.call('/v1/groups/g1');

    expect(gateway.event()).toMatchObject({ queryStringParameters: null, multiValueQueryStringParameters: null, body: null });
  });

  it('does not pass on headers that are between two hops', async () => {
    const gateway = await serve(RESOURCES);

    await gateway.call('/v1/groups/g1', { headers: { Connection: 'close', TE: 'trailers', 'Max-Forwards': '3', Accept: '*/*' } });

    const names = Object.keys(gateway.event()['headers'] ?? {}).map((name) => name.toLowerCase());
    expect(names).toContain('accept');
    expect(names).not.toContain('connection');
    expect(names).not.toContain('te');
    expect(names).not.toContain('max-forwards');
  });

  it('carries stage variables, and a binary body as base64 where the API declares its type', async () => {
    const gateway = await serve(
      restApiResources('public', {
        routes: { '/upload': { POST: {} } },
        properties: { BinaryMediaTypes: ['image/*'] },
        stage: { Variables: { colour: 'blue' } },
      }),
    );

    await gateway.call('/upload', { method: 'POST', headers: { 'Content-Type': 'image/png' }, body: Buffer.of(0xff, 0x00) });

    expect(gateway.event()).toMatchObject({ stageVariables: { colour: 'blue' }, body: '/wA=', isBase64Encoded: true });
  });

  it('carries the client certificate on the client-certificate host', async () => {
    const root = await issue({ name: 'root', ca: true });
    const client = await issue({ name: '1234567890', issuer: root, until: '2027-11-30' });
    const gateway = await serve({ ...RESOURCES, ...mutualTlsDomain('public') }, { truststore: root.certificate });

    const answer = await gateway.callTls('/v1/groups/g1', client);

    expect(answer.status).toBe(200);
    expect(gateway.event().requestContext.identity['clientCert']).toEqual({
      clientCertPem: client.parsed.toString(),
      subjectDN: 'CN=1234567890',
      issuerDN: 'CN=root',
      serialNumber: expect.stringMatching(/^[0-9a-f]{2}(:[0-9a-f]{2})+$/),
      validity: { notBefore: 'Jan  1 00:00:00 2026 GMT', notAfter: 'Nov 30 00:00:00 2027 GMT' },
    });
    expect(gateway.event()['headers']).toMatchObject({ 'X-Forwarded-Proto': 'https' });
  });

  it('carries no certificate on the other host', async () => {
    const gateway = await serve(RESOURCES);

    await gateway.call('/v1/groups/g1');

    expect(gateway.event().requestContext.identity).not.toHaveProperty('clientCert');
  });
});
