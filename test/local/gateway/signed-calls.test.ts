import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, it } from 'vitest';
import { type Call, type GatewayUnderTest, serve } from '../fixtures/gateway.ts';
import { restApiResources } from '../fixtures/rest-api.ts';

const ROLE = 'arn:aws:iam::000000000000:role/core-banking';
const OTHER_ROLE = 'arn:aws:iam::000000000000:role/other';

const invoke = { Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
const onlyRoles = (...roles: string[]) => ({
  Statement: [
    { Effect: 'Allow', Principal: { AWS: roles }, ...invoke },
    { Effect: 'Deny', Principal: '*', ...invoke, Condition: { ArnNotEquals: { 'aws:PrincipalArn': roles } } },
  ],
});

const serveOperator = (Policy: unknown = onlyRoles(ROLE, OTHER_ROLE)) =>
  serve(
    restApiResources('operator', {
      routes: { '/v1/operator/tenants/{tenantId}': { PUT: { authorization: 'AWS_IAM' } } },
      properties: { Policy },
    }),
  );

type Signing = { accessKeyId?: string; secretAccessKey?: string; region?: string; service?: string; at?: Date };

const BODY = '{"name":"Demo"}';
const PATH = '/v1/operator/tenants/demo?dryRun=a%20b';

async function signed(gateway: GatewayUnderTest, signing: Signing = {}): Promise<Call & { headers: Record<string, string> }> {
  const {
    accessKeyId = 'local-operator',
    secretAccessKey = 'local-operator',
    region = 'ap-northeast-1',
    service = 'execute-api',
  } = signing;
  const signer = new SignatureV4({ credentials: { accessKeyId, secretAccessKey }, region, service, sha256: Sha256 });
  const { headers } = await signer.sign(
    {
      method: 'PUT',
      protocol: 'http:',
      hostname: '127.0.0.1',
      path: '/v1/operator/tenants/demo',
      query: { dryRun: 'a b' },
      headers: { host: `127.0.0.1:${gateway.listeners.port}`, 'content-type': 'application/json' },
      body: BODY,
    },
    signing.at && { signingDate: signing.at },
  );

  return { method: 'PUT', headers, body: BODY };
}

describe('operator calls (AWS_IAM)', () => {
  it('are let through when signed, as the first role the resource policy names', async () => {
    const gateway = await serveOperator();

    const answer = await gateway.call(PATH, await signed(gateway));

    expect(answer.status).toBe(200);
    expect(gateway.event().requestContext.identity).toMatchObject({
      accessKey: 'local-operator',
      accountId: '000000000000',
      caller: expect.stringMatching(/:local-operator$/),
      userArn: 'arn:aws:sts::000000000000:assumed-role/core-banking/local-operator',
    });
    expect(gateway.event()['headers']).not.toHaveProperty('authorization');
  });

  it('U-10 are refused unsigned, as a missing token', async () => {
    const gateway = await serveOperator();

    const answer = await gateway.call(PATH, { method: 'PUT', body: BODY });

    expect(answer).toMatchObject({ status: 403, headers: { 'x-amzn-errortype': 'MissingAuthenticationTokenException' } });
    expect(gateway.invoke).not.toHaveBeenCalled();
  });

  it.each<[string, Signing]>([
    ['the wrong secret', { secretAccessKey: 'wrong' }],
    ['unknown keys', { accessKeyId: 'somebody' }],
    ['another region', { region: 'us-east-1' }],
    ['another service', { service: 'dynamodb' }],
    ['a time long gone', { at: new Date('2020-01-01T00:00:00Z') }],
  ])('are refused with %s', async (_, signing) => {
    const gateway = await serveOperator();

    const answer = await gateway.call(PATH, await signed(gateway, signing));

    expect(answer).toMatchObject({ status: 403, headers: { 'x-amzn-errortype': 'InvalidSignatureException' } });
    expect(gateway.invoke).not.toHaveBeenCalled();
  });

  it.each<[string, (call: Call & { headers: Record<string, string> }) => [string, Call]]>([
    ['the body', (call) => [PATH, { ...call, body: '{"name":"Other"}' }]],
    [
      'the body and the hash it claims',
      (call) => [PATH, { ...call, body: '{}', headers: { ...call.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } }],
    ],
    ['the query', (call) => [PATH.replace('dryRun', 'wetRun'), call]],
    ['the path', (call) => [PATH.replace('demo', 'other'), call]],
    ['a signed header', (call) => [PATH, { ...call, headers: { ...call.headers, 'content-type': 'text/plain' } }]],
    [
      'the form of the signature',
      (call) => [PATH, { ...call, headers: { ...call.headers, authorization: 'AWS4-HMAC-SHA256 nonsense' } }],
    ],
  ])('are refused when someone changed %s', async (_, change) => {
    const gateway = await serveOperator();
    const [path, call] = change(await signed(gateway));

    expect((await gateway.call(path, call)).status).toBe(403);
    expect(gateway.invoke).not.toHaveBeenCalled();
  });

  it('may be signed by the local clock as well as by the machine', async () => {
    const gateway = await serveOperator();

    const answer = await gateway.call(PATH, await signed(gateway, { at: new Date('2026-12-01T09:28:00Z') }));

    expect(answer.status).toBe(200);
  });

  it('are refused when the resource policy denies the role', async () => {
    const policy = onlyRoles(ROLE);
    const deny = { Effect: 'Deny', Principal: '*', ...invoke, Condition: { ArnLike: { 'aws:PrincipalArn': '*:role/core-*' } } };
    const gateway = await serveOperator({ Statement: [...policy.Statement, deny] });

    const answer = await gateway.call(PATH, await signed(gateway));

    expect(answer).toMatchObject({ status: 403, headers: { 'x-amzn-errortype': 'AccessDeniedException' } });
    expect(gateway.invoke).not.toHaveBeenCalled();
  });

  it('a resource policy also stands before methods without authorization', async () => {
    const gateway = await serve(
      restApiResources('public', { routes: { '/x': { GET: {} } }, properties: { Policy: onlyRoles(ROLE) } }),
    );

    expect((await gateway.call('/x')).status).toBe(403);
    expect(gateway.invoke).not.toHaveBeenCalled();
  });
});
