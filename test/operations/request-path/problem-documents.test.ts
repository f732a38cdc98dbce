import { beforeAll, describe, expect, it } from 'vitest';
import { PROBLEM_TITLES } from '../../../functions/contracts/problem-titles.ts';
import { call } from '../../support/api.ts';
import { OPERATIONS, sampleOf, send } from '../../support/every-operation.ts';
import { mailed } from '../../support/mailbox.ts';
import { logIn, type Person, registeredTenant, subscribedTenant } from '../../support/people.ts';
import { expectPublicProblem } from '../../support/public-problems.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

describe('R-6 a problem document is in the language asked for', () => {
  it.each([
    ['ja', 'ja'],
    ['ja-JP', 'ja'],
    ['JA', 'ja'],
    ['en', 'en'],
    ['en-GB,en;q=0.9,ja;q=0.8', 'en'],
    ['ja;q=0.9, en;q=0.1', 'ja'],
    ['fr, ja;q=0.2', 'ja'],
    ['en;q=0, ja', 'ja'],
    ['*', 'en'],
    ['fr', 'en'],
    ['', 'en'],
    [';;q=ja,,', 'en'],
  ] as const)('Accept-Language: %s', async (acceptLanguage, language) => {
    const headers = { 'accept-language': acceptLanguage };

    const refused = await call('GET', '/me', { headers });
    expectPublicProblem(refused, 'unauthenticated', 401);
    expect(refused.headers.get('content-language')).toBe(language);
    expect(refused.body['title']).toBe(PROBLEM_TITLES.unauthenticated[language]);

    const unknown = await call('GET', '/nothing', { headers });
    expectPublicProblem(unknown, 'not-found', 404);
    expect(unknown.body['title']).toBe(PROBLEM_TITLES['not-found'][language]);
  });

  it('English when none is', async () => {
    // fetch would ask for any language by itself.
    const answer = await call('POST', '/sessions', { body: {} });

    expectPublicProblem(answer, 'invalid-request', 400);
    expect(answer.headers.get('content-language')).toBe('en');
  });

  it('with what is said about every field', async () => {
    const body = { loginId: 7, password: '', client: 'tv', surprise: 1 };

    const inEnglish = await call('POST', '/sessions', { body });
    const inJapanese = await call('POST', '/sessions', { body, headers: { 'accept-language': 'ja' } });

    const english = expectPublicProblem(inEnglish, 'invalid-request', 400);
    const japanese = expectPublicProblem(inJapanese, 'invalid-request', 400);
    expect(english).toHaveLength(4);
    expect(japanese.map(({ pointer, code }) => [pointer, code])).toEqual(english.map(({ pointer, code }) => [pointer, code]));
    for (const { detail } of english) expect(detail).toMatch(/^[\x20-\x7e]+$/);
    for (const { detail } of japanese) expect(detail).toMatch(/[ぁ-んァ-ン一-龠]/);
  });

  it('whatever rule is broken', async () => {
    const { representativeUserId, email } = await registeredTenant();
    const { body } = await logIn(representativeUserId, await mailed(email, 'Temporary login password'));
    const passwords = { transactionPassword: 'é', loginPassword: 'é0401' };

    const answer = await call('POST', '/me/initial-setup', {
      token: body.token,
      body: passwords,
      headers: { 'accept-language': 'ja' },
    });

    const errors = expectPublicProblem(answer, 'rule-violation', 422);
    expect(errors.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['password-too-short', 'password-contains-personal-information']),
    );
    for (const { detail } of errors) expect(detail).toMatch(/^[^{}]*[ぁ-ん][^{}]*$/);
  });
});

describe('every answer', () => {
  let master: Person;

  beforeAll(async () => {
    ({ master } = await subscribedTenant());
  });

  it.each(OPERATIONS.map((contract) => [contract.id, contract] as const))(
    'R-6 of %s names its request, differently each time, and is not to be cached',
    async (_, contract) => {
      const sample = { ...sampleOf(contract) };
      const token = contract.id === 'logOut' ? undefined : master.token;

      const answers = [await send(contract, sample, { token }), await send(contract, sample, { token })];
      if (contract.method !== 'GET') answers.push(await send(contract, { ...sample, body: '{' }, { token }));

      const ids = answers.map(({ headers }) => headers.get('x-request-id'));
      for (const id of ids) expect(id).toMatch(UUID);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { headers } of answers) expect(headers.get('cache-control')).toBe('no-store');
    },
  );

  it('R-6 takes no request ID from the client', async () => {
    const answer = await call('GET', '/me', { token: master.token, headers: { 'x-request-id': 'chosen-by-the-client' } });

    expect(answer.headers.get('x-request-id')).toMatch(UUID);
  });
});
