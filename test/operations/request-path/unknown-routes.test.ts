import { describe, expect, it } from 'vitest';
import { type Answer, answerOf, call } from '../../support/api.ts';
import { isOperator, OPERATIONS, sampleOf } from '../../support/every-operation.ts';
import { localRun } from '../../support/local-run.ts';
import { registeredTenant, setUp } from '../../support/people.ts';
import { expectPublicProblem } from '../../support/public-problems.ts';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'];

/** Requests with methods and paths that `call` does not let through. */
async function request(method: string, address: string): Promise<Answer> {
  return answerOf(await fetch(`${localRun().url}${address}`, { method }));
}

describe('R-6 an unknown path answers a problem document', () => {
  it.each([
    '/',
    '/v1',
    '/v1/',
    '/v2/me',
    '/me',
    '/v1/ME',
    '/v1/nothing',
    '/v1/me/nothing',
    '/v1/groups/g7Hq2LmZ0aXc/members',
    '/v1/sessions/current/more',
    '/v1/openapi.yaml',
    '/v1/%2e%2e/me',
    '/v1/me%00',
    '/v1/日本語',
    `/v1/${'x'.repeat(4_000)}`,
    '/favicon.ico',
  ])('%s', async (address) => {
    for (const method of ['GET', 'POST']) expectPublicProblem(await request(method, address), 'not-found', 404);
  });

  it('with a session as well as without', async () => {
    const { token } = await setUp((await registeredTenant()).email);

    expectPublicProblem(await call('GET', '/nothing', { token }), 'not-found', 404);
  });

  it('with a percent code that is broken', async () => {
    expectPublicProblem(await request('GET', '/v1/groups/%E0%A4%A'), 'invalid-request', 400);
  });
});

describe('R-6 an unknown method answers a problem document', () => {
  const paths = new Map(OPERATIONS.map((contract) => [contract.path, contract]));

  it.each([...paths])('%s', async (path, contract) => {
    const declared = OPERATIONS.filter((other) => other.path === path).map(({ method }): string => method);

    for (const method of METHODS.filter((candidate) => !declared.includes(candidate))) {
      const answer = await request(method, `/v1${sampleOf(contract).path}`);

      // An operator path asks for a signature before it says anything.
      if (isOperator(contract)) expectPublicProblem(answer, 'permission-denied', 403);
      else expectPublicProblem(answer, 'not-found', 404);
    }
  });

  it('HEAD answers the status alone', async () => {
    const { status, body } = await request('HEAD', '/v1/me');

    expect([status, body]).toEqual([404, undefined]);
  });
});
