import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { call, expectProblem } from '../../support/api.ts';
import { mailTo } from '../../support/mailbox.ts';
import {
  addedPeople,
  addedPerson,
  createGroup,
  LOGIN_PASSWORD,
  logIn,
  type Person,
  subscribedTenant,
  TRANSACTION_PASSWORD,
} from '../../support/people.ts';
import { eventsOf, settled } from '../../support/settled.ts';
import { storedItems } from '../../support/stored.ts';

const NEW_PASSWORD = 'Yuki-46t9';

let tenantId: string;
let master: Person;
let groupId: string;

beforeAll(async () => {
  ({ tenantId, master } = await subscribedTenant());
  groupId = await createGroup(master, '一般');
});

const changeLogin = ({ token }: Pick<Person, 'token'>, currentPassword: string, newPassword: string) =>
  call('PUT', '/me/login-password', { token, body: { currentPassword, newPassword } });
const changeTransaction = ({ token }: Pick<Person, 'token'>, currentPassword: string, newPassword: string) =>
  call('PUT', '/me/transaction-password', { token, body: { currentPassword, newPassword } });
const changeName = ({ token }: Pick<Person, 'token'>, loginName: string) =>
  call('PUT', '/me/login-name', { token, body: { loginName } });
const newestSubject = async (address: string) => {
  await settled();
  return (await mailTo(address))[0]?.subject;
};
const uniqueName = () => `n${randomUUID().slice(0, 12)}`;

describe('changeLoginPassword', () => {
  it('P-6 L-6 by anyone: this session goes on, the others end, the old password is none any more; the user is told', async () => {
    const person = await addedPerson(master, groupId);
    const other = (await logIn(person.userId, LOGIN_PASSWORD)).body;

    expect((await changeLogin(person, LOGIN_PASSWORD, NEW_PASSWORD)).status).toBe(204);

    expect((await call('GET', '/me', { token: person.token })).status).toBe(200);
    expectProblem(await call('GET', '/me', { token: other.token }), 'unauthenticated', 401);
    expectProblem(await logIn(person.userId, LOGIN_PASSWORD), 'authentication-failed', 401);
    expect((await logIn(person.userId, NEW_PASSWORD)).status).toBe(201);
    expect(await newestSubject(person.email)).toContain('ログインパスワードが変更されました');
  });

  it('C-5 counts wrong current passwords with failed logins; the fifth locks, and is told', async () => {
    const person = await addedPerson(master, groupId);
    for (let failure = 0; failure < 3; failure++) {
      expectProblem(await changeLogin(person, 'Wrong-99x', NEW_PASSWORD), 'confirmation-failed', 403);
    }
    for (let failure = 0; failure < 2; failure++) await logIn(person.userId, 'Wrong-99x');

    expectProblem(await changeLogin(person, LOGIN_PASSWORD, NEW_PASSWORD), 'confirmation-failed', 403);
    expectProblem(await logIn(person.userId, LOGIN_PASSWORD), 'authentication-failed', 401);
    expect(await newestSubject(person.email)).toContain('ロックされました');
  });

  it('C-5 a lock that sets in here is told by event and mail', async () => {
    const person = await addedPerson(master, groupId);
    for (let failure = 0; failure < 5; failure++) await changeLogin(person, 'Wrong-99x', NEW_PASSWORD);

    expect(await eventsOf(tenantId, 'credential-locked')).toEqual(
      expect.arrayContaining([expect.objectContaining({ data: { userId: person.userId, credential: 'login-password' } })]),
    );
    expect(await newestSubject(person.email)).toContain('ロックされました');
  });

  it('C-1 C-2 C-3 refuses a password that breaks a rule, with nothing spent', async () => {
    const person = await addedPerson(master, groupId);
    const refused = async (newPassword: string) =>
      expectProblem(await changeLogin(person, 'Wrong-99x', newPassword), 'rule-violation', 422).map(({ code }) => code);

    for (let time = 0; time < 6; time++) expect(await refused(TRANSACTION_PASSWORD)).toEqual(['passwords-equal']);
    expect(await refused('nodigits')).toEqual(['password-needs-digit']);
    expect(await refused(`a${person.userId.slice(0, 6)}`)).toEqual(['password-contains-personal-information']);
    expect((await changeLogin(person, LOGIN_PASSWORD, NEW_PASSWORD)).status).toBe(204);
  });

  it('lets one of several at once change it', async () => {
    const person = await addedPerson(master, groupId);
    const wanted = ['Yuki-46t9', 'Sora-46t9', 'Kumo-46t9'];

    const statuses = await Promise.all(
      wanted.map(async (password) => (await changeLogin(person, LOGIN_PASSWORD, password)).status),
    );

    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    expect((await logIn(person.userId, wanted[statuses.indexOf(204)] ?? '')).status).toBe(201);
  });
});

describe('changeTransactionPassword', () => {
  it('P-6 C-9 with the current one; the session goes on and the user is told', async () => {
    const person = await addedPerson(master, groupId);

    expectProblem(await changeTransaction(person, LOGIN_PASSWORD, NEW_PASSWORD), 'confirmation-failed', 403);
    expect((await changeTransaction(person, TRANSACTION_PASSWORD, NEW_PASSWORD)).status).toBe(204);

    expectProblem(await changeTransaction(person, TRANSACTION_PASSWORD, 'Kawa-79x3'), 'confirmation-failed', 403);
    expect(await newestSubject(person.email)).toContain('取引パスワードが変更されました');
    expect((await call('GET', '/me', { token: person.token })).status).toBe(200);
  });

  it('C-2 C-9 takes a current password, and a new one that is not the login password', async () => {
    const person = await addedPerson(master, groupId);

    expect(
      expectProblem(
        await call('PUT', '/me/transaction-password', { token: person.token, body: { newPassword: NEW_PASSWORD } }),
        'invalid-request',
        400,
      ),
    ).toMatchObject([{ pointer: '/currentPassword', code: 'required' }]);
    expect(
      expectProblem(await changeTransaction(person, TRANSACTION_PASSWORD, LOGIN_PASSWORD), 'rule-violation', 422),
    ).toMatchObject([{ code: 'passwords-equal' }]);
  });

  it('C-9 five wrong ones at once lock it, and not one more is looked at', async () => {
    const person = await addedPerson(master, groupId);

    const answers = await Promise.all(Array.from({ length: 8 }, () => changeTransaction(person, 'Wrong-99x', NEW_PASSWORD)));

    expect(answers.filter(({ body }) => body['code'] === 'confirmation-failed').length).toBeLessThanOrEqual(5);
    expectProblem(await changeTransaction(person, TRANSACTION_PASSWORD, NEW_PASSWORD), 'transaction-password-locked', 403);
  });
});

describe('changeLoginName', () => {
  it('P-6 C-5 lets somebody log in with it, in capitals too, and with the user ID as before; the user is told', async () => {
    const person = await addedPerson(master, groupId);
    const name = uniqueName();

    expect((await changeName(person, name.toUpperCase())).status).toBe(204);

    expect((await call('GET', '/me', { token: person.token })).body).toMatchObject({ loginName: name });
    for (const loginId of [name, name.toUpperCase(), person.userId]) {
      expect((await logIn(loginId, LOGIN_PASSWORD)).body.user).toMatchObject({ userId: person.userId });
    }
    expect(await newestSubject(person.email)).toContain('ログイン名が変更されました');
  });

  it('gives the earlier name back at once', async () => {
    const [one, two] = (await addedPeople(master, groupId, 2)) as [Person, Person];
    const [first, second] = [uniqueName(), uniqueName()];
    await changeName(one, first);

    expect((await changeName(one, second)).status).toBe(204);
    expectProblem(await logIn(first, LOGIN_PASSWORD), 'authentication-failed', 401);
    expect((await changeName(two, first)).status).toBe(204);
    expect((await logIn(first, LOGIN_PASSWORD)).body.user).toMatchObject({ userId: two.userId });
  });

  it('is unique over all tenants, however many want it at once', async () => {
    const { master: stranger } = await subscribedTenant();
    const [one, two] = (await addedPeople(master, groupId, 2)) as [Person, Person];
    const name = uniqueName();

    const answers = await Promise.all([one, two, stranger].map((person) => changeName(person, name)));

    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 409, 409]);
    for (const answer of answers.filter(({ status }) => status === 409)) expectProblem(answer, 'duplicate-name', 409);
  });

  it('refuses what can be no login name, a user ID among it', async () => {
    const person = await addedPerson(master, groupId);
    const refused = async (loginName: string) =>
      expectProblem(await changeName(person, loginName), 'rule-violation', 422).map(({ code }) => code);

    expect(await refused('short')).toEqual(['login-name-length']);
    expect(await refused('x'.repeat(21))).toEqual(['login-name-length']);
    expect(await refused('hanako aoba')).toEqual(['login-name-characters']);
    expect(await refused('はなこaoba')).toEqual(['login-name-characters']);
    expect(await refused('ｈａｎａｋｏ')).toEqual(['login-name-characters']);
    expect(await refused('1453935789')).toEqual(['login-name-needs-letter']);
    expect((await call('GET', '/me', { token: person.token })).body['loginName']).toBeUndefined();
  });

  it('U-8 S-11 goes with its user, and can be taken by another', async () => {
    const [one, two] = (await addedPeople(master, groupId, 2)) as [Person, Person];
    const name = uniqueName();
    await changeName(one, name);

    await call('POST', '/users/batch-delete', { token: master.token, body: { userIds: [one.userId] } });
    await settled();

    expect(storedItems(`LOGIN_ID#${name}`)).toEqual([]);
    expect((await changeName(two, name)).status).toBe(204);
  });
});
