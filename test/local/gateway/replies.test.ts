import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../local/aws/aws-error.ts';
import { serve } from '../fixtures/gateway.ts';
import { functionOf, INVOKE_ROLE, restApiResources } from '../fixtures/rest-api.ts';

const ROUTES = { '/x': { GET: {}, POST: {} } };

/** Serves a function that answers this payload, and calls it. */
async function answered(payload: unknown, properties: Record<string, unknown> = {}) {
  const gateway = await serve(restApiResources('public', { routes: ROUTES, properties }), {
    answer: async () => ({ ok: true, payload }),
  });

  return gateway.call('/x');
}

describe('the answer of a function', () => {
  it('becomes the HTTP answer: status, headers in their spelling, repeated ones apart, body', async () => {
    const answer = await answered({
      statusCode: 201,
      headers: { 'X-Request-Id': 'r1', 'Content-Type': 'application/problem+json' },
      multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] },
      body: '{"ok":true}',
    });

    expect(answer).toMatchObject({ status: 201, body: '{"ok":true}' });
    expect(answer.rawHeaders).toContain('X-Request-Id');
    expect(answer.headers).toMatchObject({
      'content-type': 'application/problem+json',
      'set-cookie': ['a=1', 'b=2'],
      'content-length': '11',
      'x-amzn-requestid': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it('is JSON unless the function says otherwise, and may have no body', async () => {
    const answer = await answered({ statusCode: 204 });

    expect(answer).toMatchObject({ status: 204, body: '', headers: { 'content-type': 'application/json' } });
    expect(answer.headers).not.toHaveProperty('content-length');
  });

  it('comes back without headers that API Gateway keeps for itself', async () => {
    const answer = await answered({
      statusCode: 401,
      headers: { 'WWW-Authenticate': 'Bearer', 'Transfer-Encoding': 'chunked' },
      body: 'x',
    });

    expect(answer.headers['x-amzn-remapped-www-authenticate']).toBe('Bearer');
    expect(answer.headers).not.toHaveProperty('www-authenticate');
    expect(answer.headers).not.toHaveProperty('transfer-encoding');
  });

  it('is decoded from base64 only when the API declares binary types', async () => {
    const payload = { statusCode: 200, isBase64Encoded: true, body: 'aGVsbG8=' };

    expect((await answered(payload)).body).toBe('aGVsbG8=');
    expect((await answered(payload, { BinaryMediaTypes: ['*/*'] })).body).toBe('hello');
  });

  it.each([
    ['nothing', null],
    ['a text', 'hello'],
    ['no status', { body: 'x' }],
    ['a body that is no text', { statusCode: 200, body: { a: 1 } }],
    ['a header that is no text', { statusCode: 200, headers: { a: { b: 1 } } }],
    ['a header that cannot be sent', { statusCode: 200, headers: { a: 'line\nbreak' } }],
  ])('is 502 when it is malformed: %s', async (_, payload) => {
    expect(await answered(payload)).toMatchObject({ status: 502, body: '{"message":"Internal server error"}' });
  });
});

describe('gateway responses', () => {
  const problem = (code: string): Record<string, unknown> => ({
    ResponseTemplates: {
      'application/json': `{"code":"${code}","instance":"urn:uuid:$context.requestId","why":$context.error.messageString}`,
    },
    ResponseParameters: {
      'gatewayresponse.header.Content-Type': "'application/problem+json'",
      'gatewayresponse.header.X-Request-Id': 'context.requestId',
    },
  });

  const serveProblems = (answer: () => Promise<never | { ok: false; errorType: string; errorMessage: string }>, method = {}) =>
    serve(
      restApiResources('public', {
        routes: { '/x': { GET: method, POST: method } },
        responses: {
          MISSING_AUTHENTICATION_TOKEN: { StatusCode: '404', ...problem('not-found') },
          DEFAULT_4XX: { StatusCode: '400', ...problem('invalid-request') },
          DEFAULT_5XX: { StatusCode: '500', ...problem('internal-error') },
          REQUEST_TOO_LARGE: problem('too-large'),
        },
      }),
      { answer },
    );
  const failing = async () => ({ ok: false as const, errorType: 'Error', errorMessage: 'secret detail' });

  it('have the declared status, headers and template, with the request ID filled in', async () => {
    const gateway = await serveProblems(failing);

    const answer = await gateway.call('/nowhere');

    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.headers['x-request-id']).toBe(answer.headers['x-amzn-requestid']);
    expect(JSON.parse(answer.body)).toEqual({
      code: 'not-found',
      instance: `urn:uuid:${answer.headers['x-request-id']}`,
      why: 'Missing Authentication Token',
    });
  });

  it('answer a failed function by the fallback, without telling why it failed', async () => {
    const answer = await (await serveProblems(failing)).call('/x');

    expect(answer.status).toBe(500);
    expect(answer.body).toContain('internal-error');
    expect(answer.body).not.toContain('secret detail');
  });

  it('answer a body beyond 10 MB, which reaches no function', async () => {
    const gateway = await serveProblems(failing);

    const answer = await gateway.call('/x', { method: 'POST', body: Buffer.alloc(10 * 1024 * 1024 + 1) });

    expect(answer).toMatchObject({ status: 413, body: expect.stringContaining('too-large') });
    expect(gateway.invoke).not.toHaveBeenCalled();
  });

  it('answer a function that takes longer than its integration allows', async () => {
    const integration = {
      Type: 'AWS_PROXY',
      Credentials: INVOKE_ROLE,
      TimeoutInMillis: 50,
      Uri: 'arn:aws:apigateway:ap-northeast-1:lambda:path/2015-03-31/functions/arn:aws:lambda:ap-northeast-1:000000000000:function:slow/invocations',
    };
    const gateway = await serve(
      restApiResources('public', { routes: { '/x': { GET: { properties: { Integration: integration } } } } }),
      { answer: () => new Promise(() => undefined) },
    );

    expect(await gateway.call('/x')).toMatchObject({ status: 504, body: '{"message":"Endpoint request timed out"}' });
  });

  it('answer a method whose role may not invoke its function, and the developer is told', async () => {
    const refuse = (roleArn: string, { action, resource }: { action: string; resource: string }): void => {
      throw new AwsError('AccessDeniedException', `${roleArn} is not authorized to perform ${action} on ${resource}`);
    };
    const gateway = await serve(restApiResources('public', { routes: ROUTES }), { authorize: refuse });

    expect(await gateway.call('/x')).toMatchObject({ status: 500, body: '{"message":"Internal server error"}' });
    expect(gateway.invoke).not.toHaveBeenCalled();
    expect(gateway.report).toHaveBeenCalledWith(
      `${INVOKE_ROLE} is not authorized to perform lambda:InvokeFunction on ${functionOf('public')}`,
    );
  });
});
