import { beforeAll, describe, expect, it } from 'vitest';
import { call, expectProblem } from '../../support/api.ts';
import { changeLoginMethod, revoke } from '../../support/certificate-service.ts';
import { certificateTenant, type Holder, holder, identityOf, logInWith, ordered, pickUp } from '../../support/certificates.ts';
import { mailed } from '../../support/mailbox.ts';
import { addedPerson, createGroup, LOGIN_PASSWORD, logIn, type Person, people } from '../../support/people.ts';

const WRONG = 'Wrong-99x';

let master: Holder;
let member: Holder;
let without: Person;
let groupId: string;
/** Opened before certificates were chosen. */
let mobile: string;

const me = (token: string, identity?: Holder['identity']) => call('GET', '/me', { token, identity });

beforeAll(async () => {
  const tenant = await certificateTenant();
  groupId = await createGroup(tenant.master, '経理', { mobileApp: true });
  master = await holder(tenant.master, tenant.master);
  member = await holder(master, await addedPerson(master, groupId));
  without = await addedPerson(master, groupId);
  mobile = (await logIn(member.userId, LOGIN_PASSWORD, 'mobile')).body.token;

  expect((await me(mobile)).status).toBe(200);
  const { status, body } = await changeLoginMethod(master, 'certificate', [without.userId]);
  expect([status, body.loginMethod]).toEqual([200, 'certificate']);
});

describe('with login method certificate', () => {
  it('L-1 logs in whoever holds a certificate, on its host', async () => {
    expect((await logInWith(member.identity)).status).toBe(201);
    expect((await logInWith(master.identity)).body.user.userId).toBe(master.userId);
  });

  it('L-1 C-5 the other host tells who knows the password that a certificate is missing, and nobody else', async () => {
    for (const { userId } of [master, member, without]) {
      expectProblem(await logIn(userId, LOGIN_PASSWORD), 'client-certificate-required', 403);
      expectProblem(await logIn(userId, WRONG), 'authentication-failed', 401);
    }
  });

  it('C-5 a wrong password is a wrong password on both hosts, whatever the certificate', async () => {
    expectProblem(await logInWith(member.identity, { password: WRONG }), 'authentication-failed', 401);
    expectProblem(await logInWith(member.identity, { password: WRONG, loginId: without.userId }), 'authentication-failed', 401);
    expectProblem(await logInWith(member.identity, { loginId: without.userId }), 'authentication-failed', 401);
    expect((await logInWith(member.identity)).status).toBe(201);
  });

  it('L-1 right passwords without a certificate are no failures: nothing is locked by them', async () => {
    for (let times = 0; times < 6; times++) {
      expectProblem(await logIn(member.userId, LOGIN_PASSWORD), 'client-certificate-required', 403);
    }

    expect((await logInWith(member.identity)).status).toBe(201);
  });

  it('L-1 web sessions that were open go on, on both hosts', async () => {
    expect((await me(master.token)).status).toBe(200);
    expect((await me(without.token)).status).toBe(200);
    expect((await me(member.token, member.identity)).status).toBe(200);
  });

  it('L-3 the mobile app is refused after the right password, and its sessions have ended', async () => {
    expectProblem(await me(mobile), 'unauthenticated', 401);
    expectProblem(await logIn(member.userId, LOGIN_PASSWORD, 'mobile'), 'permission-denied', 403);
    expectProblem(await logIn(member.userId, WRONG, 'mobile'), 'authentication-failed', 401);
    expectProblem(await logInWith(member.identity, { client: 'mobile' }), 'permission-denied', 403);
  });

  it('L-1 X-3 a newcomer picks a certificate up without a login, and logs in for the first time with it', async () => {
    const [newcomer] = people(groupId, 1);
    const email = newcomer?.email ?? '';
    const { body } = await call<{ users: { userId: string }[] }>('POST', '/users/batch-create', {
      token: master.token,
      body: { users: [newcomer] },
    });
    const userId = body.users[0]?.userId ?? '';
    const password = await mailed(email, 'Temporary login password');
    expectProblem(await logIn(userId, password), 'client-certificate-required', 403);

    const identity = identityOf((await pickUp(await ordered(master, { userId, email }))).body);
    const first = await logInWith(identity, { password });

    expect([first.status, first.body]).toEqual([201, expect.objectContaining({ user: expect.objectContaining({ userId }) })]);
  });

  it('L-1 X-10 whose certificate is revoked cannot log in any more', async () => {
    const lost = await holder(master, without);
    expect((await logInWith(lost.identity)).status).toBe(201);

    await revoke(master, lost.serialNumber);

    expectProblem(await logInWith(lost.identity), 'client-certificate-required', 403);
    expectProblem(await logIn(lost.userId, LOGIN_PASSWORD), 'client-certificate-required', 403);
  });
});

describe('back at login method user-id', () => {
  it('L-1 L-3 everybody logs in by user ID; the mobile sessions of before stay ended, new ones work', async () => {
    expect((await changeLoginMethod(master, 'user-id')).status).toBe(200);

    expect((await logIn(member.userId, LOGIN_PASSWORD)).status).toBe(201);
    expect((await logIn(without.userId, LOGIN_PASSWORD)).status).toBe(201);
    expect((await logInWith(member.identity)).status).toBe(201);
    expectProblem(await me(mobile), 'unauthenticated', 401);

    const again = await logIn(member.userId, LOGIN_PASSWORD, 'mobile');
    expect([again.status, (await me(again.body.token)).status]).toEqual([201, 200]);
  });
});
