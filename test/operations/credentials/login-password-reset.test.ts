import { beforeAll, describe, expect, it } from 'vitest';
import type { ProblemCode } from '../../../functions/contracts/problems.ts';
import { advanceClock, call, expectProblem, local } from '../../support/api.ts';
import { distinctMailTo, mailed, mailTo } from '../../support/mailbox.ts';
import { resetLogins, resetMail } from '../../support/password-resets.ts';
import {
  addedPeople,
  addedPerson,
  createGroup,
  LOGIN_PASSWORD,
  logIn,
  type Person,
  people,
  subscribedTenant,
  TRANSACTION_PASSWORD,
} from '../../support/people.ts';
import { eventsOf, settled } from '../../support/settled.ts';
import { recordedOperations, storedItems } from '../../support/stored.ts';

const NEW_PASSWORD = 'Yuki-46t9';
const SUBJECT = '【ビジネスID管理】ログインパスワードの再設定のお願い';

let tenantId: string;
let master: Person;
let admin: Person;
let groupId: string;

beforeAll(async () => {
  ({ tenantId, master } = await subscribedTenant());
  groupId = await createGroup(master, '管理', { userAdministration: true });
  admin = await addedPerson(master, groupId);
});

const statusOf = async (userId: string) =>
  (await call<{ loginStatus: string; transactionStatus: string }>('GET', `/users/${userId}`, { token: master.token })).body;

async function listedStatuses(userIds: readonly string[]) {
  const { users } = (await call<{ users: { userId: string; loginStatus: string }[] }>('GET', '/users', { token: master.token }))
    .body;

  return users.filter(({ userId }) => userIds.includes(userId)).map(({ loginStatus }) => loginStatus);
}

const complete = (resetId: string, resetCode: string, newPassword = NEW_PASSWORD, headers = {}) =>
  call('POST', `/login-password-resets/${resetId}`, { body: { resetCode, newPassword }, headers });
const otherThan = (code: string) => String((Number(code) + 1) % 10 ** 8).padStart(8, '0');

describe('resetLoginPasswords', () => {
  it('C-6 L-6 H-2 stops password and sessions at once, and mails URL and code; told and recorded', async () => {
    const [one, two] = (await addedPeople(master, groupId, 2)) as [Person, Person];

    expect((await resetLogins(admin, [one.userId, two.userId])).status).toBe(202);

    for (const { userId, email, token } of [one, two]) {
      expectProblem(await call('GET', '/me', { token }), 'unauthenticated', 401);
      expectProblem(await logIn(userId, LOGIN_PASSWORD), 'authentication-failed', 401);
      expect(await statusOf(userId)).toMatchObject({ loginStatus: 'reset-pending' });
      const { resetId, resetCode } = await resetMail(email);
      expect([resetId.length, resetCode.length]).toEqual([12, 8]);
    }
    expect(await listedStatuses([one.userId, two.userId])).toEqual(['reset-pending', 'reset-pending']);
    expect(await eventsOf(tenantId, 'credential-reset')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ data: { userId: one.userId, credential: 'login-password', actorUserId: admin.userId } }),
      ]),
    );
    expect(recordedOperations(tenantId)).toContainEqual(
      expect.objectContaining({ operation: 'resetLoginPasswords', subjects: [one.userId, two.userId] }),
    );
  });

  it('C-6 unlocks; a second administrator can unlock the master', async () => {
    const { master: boss } = await subscribedTenant();
    const helper = await addedPerson(boss, await createGroup(boss, '管理', { userAdministration: true }));
    for (let failure = 0; failure < 5; failure++) await logIn(boss.userId, 'Wrong-99x');

    expect((await resetLogins(helper, [boss.userId])).status).toBe(202);
    const { resetId, resetCode } = await resetMail(boss.email);
    expect((await complete(resetId, resetCode)).status).toBe(204);

    expect((await logIn(boss.userId, NEW_PASSWORD)).body.requiredActions).toEqual(['initial-setup']);
  });

  it('C-6 of oneself ends the own session too', async () => {
    const person = await addedPerson(master, groupId);

    expect((await resetLogins(person, [person.userId])).status).toBe(202);
    expectProblem(await call('GET', '/me', { token: person.token }), 'unauthenticated', 401);
    const { resetId, resetCode } = await resetMail(person.email);
    expect((await complete(resetId, resetCode)).status).toBe(204);
  });

  it('C-6 R-1 refuses the batch when somebody is not there, and resets nobody', async () => {
    const person = await addedPerson(master, groupId);
    const { master: stranger } = await subscribedTenant();

    const answer = await resetLogins(admin, [person.userId, stranger.userId]);

    expect(expectProblem(answer, 'not-found', 404)).toMatchObject([{ pointer: '/userIds/1', code: 'unknown-user' }]);
    expect((await call('GET', '/me', { token: person.token })).status).toBe(200);
    expect((await call('GET', '/me', { token: stranger.token })).status).toBe(200);
    expect((await distinctMailTo(person.email)).map(({ subject }) => subject)).not.toContain(SUBJECT);
  });

  it('C-6 takes a confirmation, the right, and 1 to 20 different users', async () => {
    const person = await addedPerson(master, await createGroup(master, '一般'));
    const body = { userIds: [person.userId] };
    const path = '/users/login-password-resets';

    expectProblem(await call('POST', path, { token: admin.token, body }), 'invalid-request', 400);
    expectProblem(
      await call('POST', path, {
        token: person.token,
        body: { ...body, confirmation: { transactionPassword: TRANSACTION_PASSWORD, mailToken: '000000' } },
      }),
      'permission-denied',
      403,
    );
    for (const userIds of [[], [person.userId, person.userId], Array.from({ length: 21 }, (_, n) => String(1e9 + n))]) {
      expectProblem(await resetLogins(admin, userIds), 'invalid-request', 400);
    }
  });
});

describe('completeLoginPasswordReset', () => {
  async function resetPerson() {
    const person = await addedPerson(master, groupId);
    await resetLogins(admin, [person.userId]);

    return { ...person, ...(await resetMail(person.email)) };
  }

  const refused = async (answer: ReturnType<typeof complete>, code: ProblemCode, status: number) =>
    expectProblem(await answer, code, status).map((error) => [error.pointer, error.code]);

  it('C-7 sets the new password, once; the set-up replaces the transaction password, and ends its lock', async () => {
    const person = await resetPerson();

    expect((await complete(person.resetId, person.resetCode)).status).toBe(204);
    await refused(complete(person.resetId, person.resetCode), 'expired', 410);

    const { body } = await logIn(person.userId, NEW_PASSWORD);
    expect(body.requiredActions).toEqual(['initial-setup']);
    expectProblem(await call('GET', '/groups', { token: body.token }), 'required-action', 403);
    const done = await call('POST', '/me/initial-setup', { token: body.token, body: { transactionPassword: 'Hoshi-35k' } });
    expect(done.status).toBe(204);
    expect(await statusOf(person.userId)).toMatchObject({ loginStatus: 'active', transactionStatus: 'active' });
  });

  it('C-7 tells the user by mail and keeps a record', async () => {
    const person = await resetPerson();
    await complete(person.resetId, person.resetCode);
    await settled();

    expect((await mailTo(person.email))[0]?.subject).toBe('【ビジネスID管理】ログインパスワードが変更されました');
    expect(recordedOperations(tenantId)).toContainEqual(
      expect.objectContaining({ operation: 'completeLoginPasswordReset', result: 'done', userId: person.userId }),
    );
  });

  it('C-7 takes five tries of the code, and then nothing', async () => {
    const person = await resetPerson();
    const wrong = otherThan(person.resetCode);

    for (let tries = 0; tries < 5; tries++) await refused(complete(person.resetId, wrong), 'confirmation-failed', 403);

    await refused(complete(person.resetId, person.resetCode), 'expired', 410);
    expect(await statusOf(person.userId)).toMatchObject({ loginStatus: 'locked' });
  });

  it('C-7 counts five, however many guess at once', async () => {
    const person = await resetPerson();
    const guesses = Array.from({ length: 12 }, () => complete(person.resetId, otherThan(person.resetCode)));

    const statuses = (await Promise.all(guesses)).map(({ status }) => status);

    expect(statuses.filter((status) => status === 403).length).toBeLessThanOrEqual(5);
    expect(statuses.every((status) => [403, 410, 503].includes(status))).toBe(true);
    await refused(complete(person.resetId, person.resetCode), 'expired', 410);
  });

  it('C-7 lets one of several at once use the code', async () => {
    const person = await resetPerson();
    const passwords = ['Yuki-46t9', 'Sora-46t9', 'Kumo-46t9'];

    const answers = await Promise.all(passwords.map((password) => complete(person.resetId, person.resetCode, password)));

    const winner = passwords.filter((_, index) => answers[index]?.status === 204);
    expect(winner).toHaveLength(1);
    expect((await logIn(person.userId, winner[0] ?? '')).status).toBe(201);
  });

  it('C-7 does not spend the code on a password that is refused', async () => {
    const person = await resetPerson();

    expect(await refused(complete(person.resetId, person.resetCode, 'Ab3-x'), 'rule-violation', 422)).toEqual([
      ['/newPassword', 'password-too-short'],
    ]);
    expect(await refused(complete(person.resetId, person.resetCode, TRANSACTION_PASSWORD), 'rule-violation', 422)).toEqual([
      ['/newPassword', 'passwords-equal'],
    ]);
    for (let tries = 0; tries < 6; tries++) {
      await refused(complete(person.resetId, person.resetCode, 'nodigits'), 'rule-violation', 422);
    }
    expect((await complete(person.resetId, person.resetCode)).status).toBe(204);
  });

  it('C-3 says nothing about the person to whoever has the URL and no code', async () => {
    const person = await resetPerson();

    await refused(complete(person.resetId, otherThan(person.resetCode), person.userId), 'confirmation-failed', 403);
  });

  it('C-6 is over for the earlier code as soon as there is a later reset', async () => {
    const person = await resetPerson();
    await resetLogins(admin, [person.userId]);
    const later = await resetMail(person.email);

    expect(later.resetId).not.toBe(person.resetId);
    await refused(complete(person.resetId, person.resetCode), 'expired', 410);
    await refused(complete(later.resetId, person.resetCode), 'confirmation-failed', 403);
    expect((await complete(later.resetId, later.resetCode)).status).toBe(204);
  });

  it('R-1 knows no reset that is not there, nor that of somebody who was deleted', async () => {
    const person = await resetPerson();
    await call('POST', '/users/batch-delete', { token: master.token, body: { userIds: [person.userId] } });

    await refused(complete(person.resetId, person.resetCode), 'expired', 410);
    await refused(complete('nosuchreset1', '00000000'), 'expired', 410);
    await settled();
    expect(storedItems(`LOGIN_PASSWORD_RESET#${person.resetId}`)).toEqual([]);
  });

  it('R-3 answers a repeated request as the first, by the reset’s own Idempotency-Key', async () => {
    const person = await resetPerson();
    const key = { 'idempotency-key': 'reset-once' };

    expect((await complete(person.resetId, person.resetCode, NEW_PASSWORD, key)).status).toBe(204);
    expect((await complete(person.resetId, person.resetCode, NEW_PASSWORD, key)).status).toBe(204);
    await refused(complete(person.resetId, person.resetCode, 'Other-46t9', key), 'idempotency-key-reused', 422);
  });

  it('C-7 opens a link without changing anything', async () => {
    const person = await resetPerson();

    expect((await call('GET', `/login-password-resets/${person.resetId}`)).status).toBe(404);
    expect((await complete(person.resetId, person.resetCode)).status).toBe(204);
  });
});

describe('before the first login', () => {
  it('C-6 the temporary password stops working, and the code leads to the set-up', async () => {
    const users = people(groupId, 1);
    await call('POST', '/users/batch-create', { token: master.token, body: { users } });
    const email = users[0]?.email ?? '';
    const userId = await mailed(email, 'User ID');
    const temporary = await mailed(email, 'Temporary login password');

    await resetLogins(admin, [userId]);
    expectProblem(await logIn(userId, temporary), 'authentication-failed', 401);
    const { resetId, resetCode } = await resetMail(email);
    expect((await complete(resetId, resetCode)).status).toBe(204);

    expect((await logIn(userId, NEW_PASSWORD)).body.requiredActions).toEqual(['initial-setup']);
    expectProblem(await logIn(userId, temporary), 'authentication-failed', 401);
  });
});

describe('after thirty minutes', () => {
  it('C-6 C-7 the code is refused, the status says locked, and nothing is left to derive it from', async () => {
    const { master: boss } = await subscribedTenant();
    const group = await createGroup(boss, '一般');
    const [used, unused] = (await addedPeople(boss, group, 2)) as [Person, Person];
    await resetLogins(boss, [used.userId, unused.userId]);
    const [one, two] = [await resetMail(used.email), await resetMail(unused.email)];
    const credentialsOf = (userId: string) => storedItems('CREDENTIALS#').find((item) => item.SK === userId);

    await advanceClock('PT29M');
    expect((await complete(one.resetId, one.resetCode)).status).toBe(204);
    await advanceClock('PT1M');
    expectProblem(await complete(two.resetId, two.resetCode), 'expired', 410);

    await advanceClock('PT1M');
    expect(credentialsOf(unused.userId)).toMatchObject({ login: { kind: 'reset-expired' } });
    expect(credentialsOf(used.userId)).toMatchObject({ login: { kind: 'chosen' } });
    const { executions } = await local<{ executions: { stateMachine: string; input: unknown; status: string }[] }>(
      'GET',
      '/executions',
    );
    expect(
      executions.filter(
        ({ stateMachine, input }) => /reset-expiry/.test(stateMachine) && JSON.stringify(input).includes(one.resetId),
      ),
    ).toMatchObject([{ status: 'SUCCEEDED' }]);

    const { body } = await logIn(boss.userId, LOGIN_PASSWORD);
    const status = await call('GET', `/users/${unused.userId}`, { token: body.token });
    expect(status.body).toMatchObject({ loginStatus: 'locked' });
  });
});
