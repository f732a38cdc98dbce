import { beforeAll, describe, expect, it } from 'vitest';
import { OPERATOR } from '../../../local/gateway/caller.ts';
import { type Answer, call, expectProblem, operator } from '../../support/api.ts';
import { registeredTenant, registration, setUp, type TestTenant } from '../../support/people.ts';
import { type SignedOptions, signedCall } from '../../support/signed-calls.ts';

const MINUTE_MS = 60_000;

describe('a call that is not signed by the bank’s core systems is refused, and changes nothing', () => {
  let tenant: TestTenant;
  let path: string;

  beforeAll(async () => {
    tenant = await registeredTenant();
    path = `/operator/tenants/${tenant.tenantId}`;
  });

  const update = () => ({ ...registration(tenant.email), name: '乗っ取り', version: 1 });

  async function expectRefused(answer: Answer): Promise<void> {
    expectProblem(answer, 'permission-denied', 403);
    expect((await operator('GET', path)).body).toMatchObject({ name: registration('').name, version: 1 });
  }

  it('R-6 without a signature', async () => {
    await expectRefused(await call('PUT', path, { body: update() }));
    await expectRefused(await call('GET', path));
  });

  it('R-1 with the session of the tenant’s own representative', async () => {
    const { token } = await setUp(tenant.email);

    await expectRefused(await call('PUT', path, { token, body: update() }));
    await expectRefused(await call('GET', path, { token }));
  });

  it.each<[string, SignedOptions]>([
    ['with a wrong secret', { keys: { ...OPERATOR, secretAccessKey: 'guessed' } }],
    ['with an unknown access key', { keys: { ...OPERATOR, accessKeyId: 'someone-else' } }],
    ['for another region', { region: 'eu-west-1' }],
    ['for another service', { service: 's3' }],
    ['six minutes ago', { signedAt: new Date(Date.now() - 6 * MINUTE_MS) }],
    ['six minutes ahead', { signedAt: new Date(Date.now() + 6 * MINUTE_MS) }],
  ])('signed %s', async (_, options) => {
    await expectRefused(await signedCall('PUT', path, { body: update(), ...options }));
    await expectRefused(await signedCall('GET', path, options));
  });

  it('signed, but with another body sent', async () => {
    await expectRefused(await signedCall('PUT', path, { body: { ...update(), name: 'アオバ' }, sentBody: update() }));
  });

  it('with a made-up Authorization header', async () => {
    for (const authorization of [
      'AWS4-HMAC-SHA256',
      'AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=0',
      'Basic b3A6b3A=',
    ]) {
      await expectRefused(await call('PUT', path, { body: update(), headers: { authorization } }));
    }
  });

  it('on an operator path that does not exist', async () => {
    expectProblem(await call('GET', '/operator/nothing'), 'not-found', 404);
  });
});
