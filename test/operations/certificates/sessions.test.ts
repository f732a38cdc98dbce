import { beforeAll, describe, expect, it } from 'vitest';
import { call, expectProblem } from '../../support/api.ts';
import { certificateTenant, type Holder, holder, logInWith } from '../../support/certificates.ts';
import { addedPerson, createGroup, LOGIN_PASSWORD, logIn, type Person } from '../../support/people.ts';
import { settled } from '../../support/settled.ts';
import { storedItems } from '../../support/stored.ts';

let tenantId: string;
let master: Holder;
let member: Holder;
let without: Person;

beforeAll(async () => {
  const tenant = await certificateTenant();
  tenantId = tenant.tenantId;
  const groupId = await createGroup(tenant.master, '経理', { mobileApp: true });
  master = await holder(tenant.master, tenant.master);
  member = await holder(master, await addedPerson(master, groupId));
  without = await addedPerson(master, groupId);
});

const me = (token: string, identity?: Holder['identity'] | 'none') => call<{ userId: string }>('GET', '/me', { token, identity });

describe('a certificate login under login method user-id', () => {
  it('L-5 opens a session of the certificate’s user without a login ID', async () => {
    const { status, body } = await logInWith(member.identity);

    expect([status, body.user]).toEqual([201, expect.objectContaining({ userId: member.userId, role: 'user' })]);
    expect((await me(body.token, member.identity)).body.userId).toBe(member.userId);
  });

  it('L-5 takes the own user ID or login name beside the certificate, and nobody else’s', async () => {
    const name = `l5.${member.userId}`;
    const named = await call('PUT', '/me/login-name', { token: member.token, body: { loginName: name } });
    expect(named.status).toBe(204);

    for (const loginId of [member.userId, name, name.toUpperCase()]) {
      expect((await logInWith(member.identity, { loginId })).status).toBe(201);
    }
    for (const loginId of [master.userId, without.userId, '9999999999', 'no.such.name']) {
      expectProblem(await logInWith(member.identity, { loginId }), 'authentication-failed', 401);
    }
  });

  it('C-5 answers a wrong password as on the other host', async () => {
    expectProblem(await logInWith(member.identity, { password: 'Wrong-99x' }), 'authentication-failed', 401);
    expectProblem(await logIn(member.userId, 'Wrong-99x'), 'authentication-failed', 401);

    expect((await logInWith(member.identity)).status).toBe(201);
  });

  it('H-1 stands in the login history as any other', async () => {
    await logInWith(member.identity, { password: 'Wrong-98x' });
    await logInWith(member.identity);
    await settled();

    const results = storedItems(`LOGIN_HISTORY#${tenantId}`).filter(({ userId }) => userId === member.userId);
    expect(new Set(results.map(({ result }) => result))).toEqual(new Set(['success', 'failure']));
  });
});

describe('a session of a certificate login', () => {
  it('L-5 works with that certificate only: not without one, with another’s, nor on the other host', async () => {
    const { token } = (await logInWith(member.identity)).body;

    expectProblem(await me(token), 'unauthenticated', 401);
    expectProblem(await me(token, master.identity), 'unauthenticated', 401);
    expect((await me(token, 'none')).status).toBe(403);
    expect((await me(token, member.identity)).status).toBe(200);
  });

  it('L-5 cannot be moved to another certificate by what a client claims about itself', async () => {
    const { token } = (await logInWith(member.identity)).body;
    const headers = { 'x-client-cert': 'forged', 'x-amzn-mtls-clientcert': 'forged', host: 'cert.business-id.example.co.jp' };

    expectProblem(await call('GET', '/me', { token, headers }), 'unauthenticated', 401);
  });

  it('X-6 ends with the certificate, also when the user has a new one', async () => {
    const person = await holder(master, without);
    const { token } = (await logInWith(person.identity)).body;
    expect((await me(token, person.identity)).status).toBe(200);

    const { identity } = await holder(master, without);

    expectProblem(await me(token, person.identity), 'unauthenticated', 401);
    expectProblem(await me(token, identity), 'unauthenticated', 401);
  });

  it('L-6 ends by logging out, on the same host', async () => {
    const { token } = (await logInWith(member.identity)).body;

    expectProblem(await call('DELETE', '/sessions/current', { token }), 'unauthenticated', 401);
    expect((await call('DELETE', '/sessions/current', { token, identity: member.identity })).status).toBe(204);
    expectProblem(await me(token, member.identity), 'unauthenticated', 401);
  });

  it('L-4 of the mobile app needs mobileApp there too', async () => {
    const { status, body } = await logInWith(member.identity, { client: 'mobile' });

    expect(status).toBe(201);
    expect((await me(body.token, member.identity)).status).toBe(200);
    expectProblem(await me(body.token), 'unauthenticated', 401);
  });
});

describe('a web session', () => {
  it('L-5 works on the client-certificate host too, with whatever certificate opens the host', async () => {
    const { token } = (await logIn(member.userId, LOGIN_PASSWORD)).body;

    expect((await me(token, member.identity)).body.userId).toBe(member.userId);
    expect((await me(token, master.identity)).body.userId).toBe(member.userId);
    expect((await me(token)).status).toBe(200);
  });
});
