import { describe, expect, it } from 'vitest';
import { call, expectProblem, local } from '../../support/api.ts';
import { mailed } from '../../support/mailbox.ts';
import {
  addedPerson,
  createGroup,
  LOGIN_PASSWORD,
  logIn,
  registeredTenant,
  setUp,
  subscribe,
  subscribedTenant,
  TRANSACTION_PASSWORD,
} from '../../support/people.ts';

const HOUR_MS = 3_600_000;

const clock = async () => new Date((await local<{ now: string }>('GET', '/clock')).now).getTime();

describe('logs in', () => {
  it('C-5 with user ID and login password; the answer tells who it is and when the session ends at the latest', async () => {
    const { tenantId, email } = await registeredTenant();
    const { userId } = await setUp(email);

    const before = await clock();
    const { status, headers, body } = await logIn(userId, LOGIN_PASSWORD);
    const after = await clock();

    expect(status).toBe(201);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      token: expect.stringContaining(tenantId),
      expiresAt: expect.any(String),
      user: { userId, name: '青葉 太郎', role: 'representative' },
      requiredActions: [],
      previousLoginAt: expect.any(String),
    });
    expect(Date.parse(body.expiresAt)).toBeGreaterThanOrEqual(before + 12 * HOUR_MS);
    expect(Date.parse(body.expiresAt)).toBeLessThanOrEqual(after + 12 * HOUR_MS);
  });

  it('S-3 as representative before applying, as master after it, and as user when added', async () => {
    const { master } = await subscribedTenant();
    const person = await addedPerson(master, await createGroup(master, '照会'));

    expect((await logIn(master.userId, LOGIN_PASSWORD)).body.user.role).toBe('master');
    expect((await logIn(person.userId, LOGIN_PASSWORD)).body.user.role).toBe('user');
  });

  it('opens sessions that do not know of each other', async () => {
    const { email } = await registeredTenant();
    const person = await setUp(email);
    const second = await logIn(person.userId, LOGIN_PASSWORD);
    const third = await logIn(person.userId, LOGIN_PASSWORD);

    expect(new Set([person.token, second.body.token, third.body.token]).size).toBe(3);
    await call('DELETE', '/sessions/current', { token: second.body.token });

    expect((await call('GET', '/me', { token: second.body.token })).status).toBe(401);
    expect((await call('GET', '/me', { token: third.body.token })).status).toBe(200);
    expect((await call('GET', '/me', { token: person.token })).status).toBe(200);
  });

  it('R-3 anew with a repeated Idempotency-Key: a token is never kept', async () => {
    const { email } = await registeredTenant();
    const { userId } = await setUp(email);
    const body = { loginId: userId, password: LOGIN_PASSWORD, client: 'web' };
    const headers = { 'idempotency-key': 'once-more' };

    const first = await call<{ token: string }>('POST', '/sessions', { body, headers });
    const second = await call<{ token: string }>('POST', '/sessions', { body, headers });

    expect([first.status, second.status]).toEqual([201, 201]);
    expect(first.body.token).not.toBe(second.body.token);
  });
});

describe('tells the previous login', () => {
  it('L-7 from the second login on, in the answer and in the session; a failed login is none', async () => {
    const { representativeUserId: userId, email } = await registeredTenant();
    const temporary = await mailed(email, 'Temporary login password');

    const before = await clock();
    const first = await logIn(userId, temporary);
    const after = await clock();
    expect(first.body).not.toHaveProperty('previousLoginAt');
    expect((await call('GET', '/me', { token: first.body.token })).body).not.toHaveProperty('previousLoginAt');

    await logIn(userId, 'wrong-1');
    const second = await logIn(userId, temporary);
    const previous = Date.parse(second.body.previousLoginAt ?? '');
    expect(previous).toBeGreaterThanOrEqual(before);
    expect(previous).toBeLessThanOrEqual(after);

    // It is the session's own, whoever logs in later.
    await setUpWith(second.body.token);
    const third = await logIn(userId, LOGIN_PASSWORD);
    expect(Date.parse(third.body.previousLoginAt ?? '')).toBeGreaterThan(previous);
    expect((await call('GET', '/me', { token: second.body.token })).body).toMatchObject({
      previousLoginAt: second.body.previousLoginAt,
    });
  });
});

describe('refuses a mobile login', () => {
  it('L-4 without `mobileApp`, and says so only after the right password', async () => {
    const { master } = await subscribedTenant();
    const { userId } = await addedPerson(master, await createGroup(master, '照会', { history: true }));

    expectProblem(await logIn(userId, LOGIN_PASSWORD, 'mobile'), 'permission-denied', 403);
    expectProblem(await logIn(userId, 'Wrong-99x', 'mobile'), 'authentication-failed', 401);
  });

  it('L-4 which counts as no failure, and as no login', async () => {
    const { master } = await subscribedTenant();
    const person = await addedPerson(master, await createGroup(master, '照会'));
    const before = await logIn(person.userId, LOGIN_PASSWORD);

    for (let time = 1; time <= 6; time++) {
      expectProblem(await logIn(person.userId, LOGIN_PASSWORD, 'mobile'), 'permission-denied', 403);
    }

    const { status, body } = await logIn(person.userId, LOGIN_PASSWORD);
    const again = await logIn(person.userId, LOGIN_PASSWORD);
    expect(status).toBe(201);
    expect(before.body.previousLoginAt && body.previousLoginAt).toBeTruthy();
    expect(Date.parse(again.body.previousLoginAt ?? '')).toBeGreaterThan(Date.parse(body.previousLoginAt ?? ''));
  });

  it('L-4 S-3 from the representative before applying, whom `mobileApp` is not given to, and takes it after', async () => {
    const { email } = await registeredTenant();
    const representative = await setUp(email);
    const { body } = await call<{ permissions: object }>('GET', '/me', { token: representative.token });
    expect(body.permissions).toMatchObject({ mobileApp: false });

    expectProblem(await logIn(representative.userId, LOGIN_PASSWORD, 'mobile'), 'permission-denied', 403);

    await subscribe(representative);
    expect((await logIn(representative.userId, LOGIN_PASSWORD, 'mobile')).status).toBe(201);
  });

  it('L-4 but takes it from the master and from members of a group with `mobileApp`, and their requests', async () => {
    const { master } = await subscribedTenant();
    const person = await addedPerson(master, await createGroup(master, 'アプリ', { mobileApp: true }));

    for (const { userId } of [master, person]) {
      const { status, body } = await logIn(userId, LOGIN_PASSWORD, 'mobile');
      expect(status).toBe(201);
      expect((await call('GET', '/me', { token: body.token })).status).toBe(200);
      expect((await call('GET', '/subscription', { token: body.token })).status).toBe(200);
    }
  });
});

async function setUpWith(token: string): Promise<void> {
  const body = { transactionPassword: TRANSACTION_PASSWORD, loginPassword: LOGIN_PASSWORD };

  expect((await call('POST', '/me/initial-setup', { token, body })).status).toBe(204);
}

describe('costs', () => {
  type Meter = { operations: Record<string, { dynamoDbRoundTrips: { perRequest: { max: number } } }> };

  it('C-5 four round trips to the table, and no more for whoever does not exist than for a wrong password', async () => {
    const { userId } = await setUp((await registeredTenant()).email);
    const attempts = {
      right: [userId, LOGIN_PASSWORD],
      wrong: [userId, 'Wrong-99x'],
      unknown: ['nobody.has.this', 'Wrong-99x'],
    } as const;

    // The two counts of failures go beside the transaction; the meter sees them one after the other when they are too quick.
    const most = { right: 4, wrong: 6, unknown: 6 } as const;

    for (const [name, [loginId, password]] of Object.entries(attempts)) {
      const trips: number[] = [];
      for (let time = 1; time <= 3; time++) {
        await local('DELETE', '/meter');
        await logIn(loginId, password);
        const { operations } = await local<Meter>('GET', '/meter');
        trips.push(operations['logIn']?.dynamoDbRoundTrips.perRequest.max ?? Number.NaN);
      }

      // An SDK that tried again on a busy machine made more of them.
      expect(Math.min(...trips), name).toBeGreaterThanOrEqual(4);
      expect(Math.min(...trips), name).toBeLessThanOrEqual(most[name as keyof typeof most]);
    }
  });
});
