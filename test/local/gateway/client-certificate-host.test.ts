import { beforeAll, describe, expect, it } from 'vitest';
import { type Holder, issue } from '../fixtures/certificates.ts';
import { type Answer, type GatewayUnderTest, serve } from '../fixtures/gateway.ts';
import { mutualTlsDomain, restApiResources } from '../fixtures/rest-api.ts';

const ROUTES = { routes: { '/v1/me': { GET: {} }, '/{proxy+}': { ANY: {} } } };
const PUBLIC = restApiResources('public', ROUTES);
const OPERATOR = restApiResources('operator', { routes: { '/v1/operator/tenants': { GET: {} } } });

let root: Holder;
let client: Holder;

beforeAll(async () => {
  root = await issue({ name: 'root', ca: true });
  client = await issue({ name: '1234567890', issuer: root, ca: false, until: '2027-12-01' });
});

const serveHost = (more: { now?(): Date } = {}): Promise<GatewayUnderTest> =>
  serve({ ...PUBLIC, ...OPERATOR, ...mutualTlsDomain('public') }, { truststore: root.certificate, ...more });

/** A problem document of the gateway, which no function has seen. */
function expectRefusal(gateway: GatewayUnderTest, answer: Answer, detail: string): void {
  expect(answer).toMatchObject({ status: 403, headers: { 'content-type': 'application/problem+json' } });
  expect(JSON.parse(answer.body)).toMatchObject({ status: 403, code: 'client-certificate-required', detail });
  expect(gateway.invoke).not.toHaveBeenCalled();
}

describe('the client-certificate host', () => {
  it('lets in who presents a certificate of a trusted CA, and who presents none on the other host only', async () => {
    const gateway = await serveHost();

    expect((await gateway.callTls('/v1/me', client)).body).toBe('public');
    expect((await gateway.call('/v1/me')).body).toBe('public');

    const other = await serveHost();
    expectRefusal(other, await other.callTls('/v1/me'), 'No client certificate was presented');
  });

  it('refuses a certificate that signs itself or is of a foreign CA, also with the trusted CA sent along', async () => {
    const gateway = await serveHost();
    const foreign = await issue({ name: 'root', ca: true });
    const impostor = await issue({ name: '1234567890', issuer: foreign });
    const withChain = { ...impostor, certificate: `${impostor.certificate}${root.certificate}` };
    const issued = 'The client certificate is not trusted: no CA of the truststore issued it';

    expectRefusal(gateway, await gateway.callTls('/v1/me', impostor), issued);
    expectRefusal(gateway, await gateway.callTls('/v1/me', withChain), issued);

    const own = await issue({ name: '1234567890' });
    expectRefusal(gateway, await gateway.callTls('/v1/me', own), 'The client certificate is not trusted: it is signed by itself');
  });

  it('does not mind what else a client sends along, in whatever order', async () => {
    const gateway = await serveHost();
    const stranger = await issue({ name: 'stranger', ca: true });
    const sent = { ...client, certificate: [client, stranger, root].map(({ certificate }) => certificate).join('') };

    expect((await gateway.callTls('/v1/me', sent)).status).toBe(200);
  });

  it('takes certificates by the local clock', async () => {
    let now = new Date('2027-11-30T23:59:59Z');
    const gateway = await serveHost({ now: () => now });
    expect((await gateway.callTls('/v1/me', client)).status).toBe(200);
    gateway.invoke.mockClear();

    now = new Date('2027-12-01T00:00:01Z');
    const expired = 'The client certificate is not trusted: it expired at 2027-12-01T00:00:00.000Z';
    expectRefusal(gateway, await gateway.callTls('/v1/me', client), expired);

    now = new Date('2025-12-31T23:59:59Z');
    const early = 'The client certificate is not trusted: it is not valid before 2026-01-01T00:00:00.000Z';
    expectRefusal(gateway, await gateway.callTls('/v1/me', client), early);
  });

  it('serves the API that is mapped to it, and no other', async () => {
    const gateway = await serveHost();

    expect((await gateway.call('/v1/operator/tenants')).body).toBe('operator');
    expect((await gateway.callTls('/v1/operator/tenants', client)).body).toBe('public');
  });

  it('lets nobody in when the stack has no domain with mutual TLS', async () => {
    const gateway = await serve(PUBLIC);

    expectRefusal(gateway, await gateway.callTls('/v1/me', client), 'The stack has no custom domain with mutual TLS');
  });
});

describe('a stack is refused at the start', () => {
  it('when the pinned version of the truststore is not there, or holds no certificate', async () => {
    const resources = { ...PUBLIC, ...mutualTlsDomain('public') };
    const named = 'api/certHost: the truststore s3://trust/truststore.pem, version pinned cannot be used:';

    await expect(serve(resources)).rejects.toThrow(`${named} there is no such object`);
    await expect(serve(resources, { truststore: 'empty' })).rejects.toThrow(`${named} the truststore holds no certificate`);
  });

  it('when an API is not at the root of the domain, or a second domain asks for certificates', async () => {
    const below = { ...PUBLIC, ...mutualTlsDomain('public', { mapping: { BasePath: 'v2' } }) };
    await expect(serve(below, { truststore: root.certificate })).rejects.toThrow('api/certMapping: the local run maps APIs to');

    const { certHost } = mutualTlsDomain('public', { domain: { DomainName: 'other.example.co.jp' } });
    const two = { ...PUBLIC, ...mutualTlsDomain('public'), ...(certHost && { second: certHost }) };
    await expect(serve(two, { truststore: root.certificate })).rejects.toThrow('exactly one custom domain with mutual TLS');
  });
});
