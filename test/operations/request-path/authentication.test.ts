import { beforeAll, describe, expect, it } from 'vitest';
import { call } from '../../support/api.ts';
import { isOperator, OPERATIONS, sampleOf, send, takesSession } from '../../support/every-operation.ts';
import { LOGIN_PASSWORD, type Person, registration, subscribedTenant } from '../../support/people.ts';
import { expectPublicProblem } from '../../support/public-problems.ts';
import { signedCall } from '../../support/signed-calls.ts';

const OF_SESSIONS = OPERATIONS.filter(takesSession).map((contract) => [contract.id, contract] as const);
const OF_OPERATORS = OPERATIONS.filter(isOperator).map((contract) => [contract.id, contract] as const);

describe('R-1 every operation of a session', () => {
  let master: Person;

  beforeAll(async () => {
    ({ master } = await subscribedTenant());
  });

  it.each(OF_SESSIONS)('%s is refused without a token, with a wrong and with an ended one', async (_, contract) => {
    const sample = sampleOf(contract);
    const { status, body } = await call<{ token: string }>('POST', '/sessions', {
      body: { loginId: master.userId, password: LOGIN_PASSWORD, client: 'web' },
    });
    expect(status).toBe(201);
    await call('DELETE', '/sessions/current', { token: body.token });

    expectPublicProblem(await send(contract, sample), 'unauthenticated', 401);
    expectPublicProblem(await send(contract, sample, { token: `${master.token.slice(0, -1)}_` }), 'unauthenticated', 401);
    expectPublicProblem(await send(contract, sample, { token: body.token }), 'unauthenticated', 401);
  });

  it.each(OF_SESSIONS)('%s is refused with the signature of the bank’s core systems', async (_, contract) => {
    const { method, path, body } = sampleOf(contract);

    expectPublicProblem(await signedCall(method, path, { body }), 'unauthenticated', 401);
  });

  it.each(OF_SESSIONS)('%s is refused before anything is said about its content', async (_, { method, path }) => {
    const anything = path.replaceAll(/\{\w+\}/g, 'x'.repeat(200));

    const answer = await call(method, `${anything}?surprise=1`, method === 'GET' ? {} : { body: '{"broken' });

    expectPublicProblem(answer, 'unauthenticated', 401);
  });
});

describe('R-1 every operation of the bank’s core systems', () => {
  it.each(OF_OPERATORS)('%s is refused without a signature, and with a session', async (_, contract) => {
    const { master, tenantId } = await subscribedTenant();
    const { method, path } = sampleOf(contract, { params: { tenantId } });
    const body = method === 'GET' ? undefined : { ...registration('a@example.co.jp'), version: 1 };

    expectPublicProblem(await call(method, path, { body }), 'permission-denied', 403);
    expectPublicProblem(await call(method, path, { body, token: master.token }), 'permission-denied', 403);
    expect((await signedCall('GET', `/operator/tenants/${tenantId}`)).body).toMatchObject({ version: 1 });
  });
});
