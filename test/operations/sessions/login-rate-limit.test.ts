import { randomInt, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Answer, advanceClock, call, expectProblem, local, sourceAddress } from '../../support/api.ts';
import { LOGIN_PASSWORD, registeredTenant, setUp } from '../../support/people.ts';
import { storedItems } from '../../support/stored.ts';

const WRONG = 'Wrong-99x';
/** An address that no other test calls from. */
const elsewhere = () => sourceAddress(`127.${randomInt(1, 255)}.${randomInt(255)}`);

const unknownId = () => `nobody.${randomUUID().slice(0, 8)}`;

type Attempt = { readonly password?: string; readonly from?: string };

function logIn(loginId: string, { password = WRONG, from }: Attempt = {}): Promise<Answer> {
  return call('POST', '/sessions', { body: { loginId, password, client: 'web' }, ...(from !== undefined && { from }) });
}

async function fail(loginId: string, times: number, from?: string): Promise<void> {
  for (let time = 1; time <= times; time++) {
    expectProblem(await logIn(loginId, from === undefined ? {} : { from }), 'authentication-failed', 401);
  }
}

async function expectLimited(loginId: string, attempt: Attempt = {}): Promise<Answer> {
  const answer = await logIn(loginId, attempt);
  expectProblem(answer, 'too-many-requests', 429);
  expect(answer.headers.get('retry-after')).toMatch(/^([1-9]|[1-5]\d|60)$/);

  return answer;
}

/** Somebody with ten failures in a minute and no lock: right logins in between end each row of failures. */
async function withTenFailures(): Promise<string> {
  const { userId } = await setUp((await registeredTenant()).email);
  for (const failures of [4, 4]) {
    await fail(userId, failures);
    expect((await logIn(userId, { password: LOGIN_PASSWORD })).status).toBe(201);
  }
  await fail(userId, 2);

  return userId;
}

describe('failed logins with one login ID', () => {
  it('C-5 are ten a minute, with an ID that nobody has: then 429 says how long to wait, and the minute ends', async () => {
    const loginId = unknownId();
    await fail(loginId, 10);

    const { headers } = await expectLimited(loginId);
    await advanceClock(`PT${headers.get('retry-after')}S`);

    await fail(loginId, 1);
  });

  it('C-5 limit that ID only, from wherever it is tried', async () => {
    const loginId = unknownId();
    await fail(loginId, 10);

    await expectLimited(loginId, { from: elsewhere() });
    await fail(unknownId(), 1);
  });

  it('C-5 are limited alike for whoever has the ID, locked or not, and for nobody', async () => {
    const { userId } = await setUp((await registeredTenant()).email);
    const loginId = unknownId();
    await fail(userId, 10);
    await fail(loginId, 10);

    const [somebody, nobody] = [await expectLimited(userId), await expectLimited(loginId)];

    const visible = ({ status, headers, body }: Answer) => ({
      status,
      headers: [...headers.keys()],
      body: { ...body, instance: '' },
    });
    expect(visible(somebody)).toEqual(visible(nobody));
  });

  it('C-5 are counted whatever the case of its letters, and however ill formed it is', async () => {
    const loginId = unknownId();
    for (const spelling of [loginId, loginId.toUpperCase()]) await fail(spelling, 5);
    await expectLimited(loginId);

    const illFormed = `{"$ne":"${randomUUID()}"}`;
    await fail(illFormed, 10);
    await expectLimited(illFormed);
  });

  it('C-5 too many refuse the right password as well, until the minute is over', async () => {
    const userId = await withTenFailures();

    await expectLimited(userId, { password: LOGIN_PASSWORD });

    await advanceClock('PT1M');
    expect((await logIn(userId, { password: LOGIN_PASSWORD })).status).toBe(201);
  });

  it('C-5 what is refused so spends no try: nothing is looked at, recorded or locked', async () => {
    const userId = await withTenFailures();
    const history = () => storedItems('LOGIN_HISTORY#').length;
    const before = history();

    await local('DELETE', '/meter');
    for (let time = 1; time <= 4; time++) await expectLimited(userId);
    const { operations } = await local<Meter>('GET', '/meter');

    expect(operations['logIn']?.calls).toEqual({ 'dynamodb:GetItem': 4, 'dynamodb:BatchGetItem': 4, 'kms:GenerateMac': 4 });
    expect(history()).toBe(before);

    // Two failures before, two more: a third of those refused would have locked.
    await advanceClock('PT1M');
    await fail(userId, 2);
    expect((await logIn(userId, { password: LOGIN_PASSWORD })).status).toBe(201);
  });

  it('C-12 are counted under a keyed digest: neither the ID nor a hash of it that anybody could compute is stored', async () => {
    const loginId = unknownId();
    const from = elsewhere();
    await fail(loginId, 1, from);

    const counts = storedItems('LOGIN_FAILURES#');
    const [source] = counts.filter(({ PK }) => PK === `LOGIN_FAILURES#source#${from}`);

    expect(source).toMatchObject({ failures: 1, expiresAt: expect.any(Number) });
    expect(counts.every(({ PK }) => /^LOGIN_FAILURES#(source#[\d.]+|id#[\w-]{43})$/.test(PK))).toBe(true);
  });
});

describe('failed logins from one source', () => {
  it('C-5 are thirty a minute, whatever the IDs; then even a right login from there has to wait, and none from elsewhere', async () => {
    const { userId } = await setUp((await registeredTenant()).email);
    const from = elsewhere();
    for (let time = 1; time <= 30; time++) await fail(unknownId(), 1, from);

    await expectLimited(unknownId(), { from });
    await expectLimited(userId, { password: LOGIN_PASSWORD, from });
    expect((await logIn(userId, { password: LOGIN_PASSWORD })).status).toBe(201);

    await advanceClock('PT1M');
    expect((await logIn(userId, { password: LOGIN_PASSWORD, from })).status).toBe(201);
  });

  it('C-5 at once let a few more through than thirty, and then none', async () => {
    const from = elsewhere();
    const answers = await Promise.all(Array.from({ length: 45 }, () => logIn(unknownId(), { from })));
    const failed = answers.filter(({ status }) => status === 401).length;

    expect(answers.every(({ status }) => status === 401 || status === 429)).toBe(true);
    expect(failed).toBeGreaterThanOrEqual(30);
    await expectLimited(unknownId(), { from });
  });
});

it('C-5 R-4 a failure that cannot be counted is answered 503, whoever has the ID; the next one is as ever', async () => {
  const { userId } = await setUp((await registeredTenant()).email);

  for (const loginId of [userId, unknownId()]) {
    // Both counts, each as often as the SDK tries.
    const fault = { service: 'dynamodb', action: 'UpdateItem', fault: 'throttle', count: 6, operation: 'logIn' };
    await local('POST', '/faults', fault);
    expectProblem(await logIn(loginId), 'temporarily-unavailable', 503);
    await local('DELETE', '/faults');

    await fail(loginId, 1);
  }
});

describe('what is no failed login counts for nothing', () => {
  it('C-5 a morning of right logins from one office is not limited', async () => {
    const { userId } = await setUp((await registeredTenant()).email);
    const from = elsewhere();

    for (let time = 1; time <= 35; time++) {
      expect((await logIn(userId, { password: LOGIN_PASSWORD, from })).status, `login ${time}`).toBe(201);
    }

    await fail(userId, 1, from);
  });

  it('C-5 L-4 nor are logins that are refused after the right password, or for their form', async () => {
    const { userId } = await setUp((await registeredTenant()).email);
    const from = elsewhere();
    const send = (body: object) => call('POST', '/sessions', { body: { loginId: userId, ...body }, from });

    for (let time = 1; time <= 11; time++) {
      expectProblem(await send({ password: LOGIN_PASSWORD, client: 'mobile' }), 'permission-denied', 403);
    }
    for (let time = 1; time <= 20; time++) expectProblem(await send({ password: WRONG }), 'invalid-request', 400);

    await fail(userId, 1, from);
  });
});

type Meter = { readonly operations: Readonly<Record<string, { readonly calls: Readonly<Record<string, number>> }>> };
