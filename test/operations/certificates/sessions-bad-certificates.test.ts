import { beforeAll, describe, expect, it } from 'vitest';
import { CLIENT, issue } from '../../local/fixtures/certificates.ts';
import { type Answer, advanceClock, call, expectProblem } from '../../support/api.ts';
import { renew, revoke } from '../../support/certificate-service.ts';
import { certificateTenant, type Holder, holder, identityOf, logInWith } from '../../support/certificates.ts';
import { signedByOurAuthority } from '../../support/own-authority.ts';
import { addedPerson, createGroup, LOGIN_PASSWORD, logIn, type Person } from '../../support/people.ts';

const WRONG = { password: 'Wrong-99x' };

let master: Holder;
let member: Person;
let groupId: string;

beforeAll(async () => {
  const tenant = await certificateTenant();
  groupId = await createGroup(tenant.master, '経理');
  member = await addedPerson(tenant.master, groupId);
  master = await holder(tenant.master, tenant.master);
});

/** The gateway's own answer: the request reached no function, which alone could tell a wrong password from a right one. */
function expectKeptOut({ status, body }: Answer<unknown>): void {
  expect([status, body]).toEqual([403, expect.objectContaining({ code: 'client-certificate-required', type: 'about:blank' })]);
}

describe('kept out by the gateway, whatever the password', () => {
  it('X-10 who presents no certificate', async () => {
    expectKeptOut(await logInWith('none', { loginId: member.userId }));
    expectKeptOut(await logInWith('none', { loginId: member.userId, ...WRONG }));
    expectKeptOut(await call('GET', '/me', { token: member.token, identity: 'none' }));
  });

  it('X-10 a certificate that is self-signed, or of a CA of another', async () => {
    const foreign = await issue({ name: 'A foreign CA', ca: true });
    const selfSigned = await issue({ name: member.userId, purposes: [CLIENT] });
    const foreignIssued = await issue({ name: member.userId, issuer: foreign, purposes: [CLIENT] });

    for (const { certificate: cert, key } of [selfSigned, foreignIssued]) {
      expectKeptOut(await logInWith({ cert, key }));
      expectKeptOut(await logInWith({ cert, key }, WRONG));
    }
  });

  it('X-10 a certificate of the right CA for TLS servers', async () => {
    const server = await signedByOurAuthority({ commonName: member.userId, purpose: 'serverAuth' });

    expectKeptOut(await logInWith(server));
    expectKeptOut(await logInWith(server, WRONG));
  });

  it('X-10 a certificate that has expired', async () => {
    const short = await signedByOurAuthority({ commonName: member.userId, minutes: 1 });
    expectProblem(await logInWith(short, WRONG), 'authentication-failed', 401);

    await advanceClock('PT2M');

    expectKeptOut(await logInWith(short, WRONG));
  });
});

describe('refused by the service, and only after the right password', () => {
  it('C-5 X-10 one that the right CA has signed and nobody was handed', async () => {
    const orphan = await signedByOurAuthority({ commonName: member.userId });

    expectProblem(await logInWith(orphan), 'client-certificate-required', 403);
    expectProblem(await logInWith(orphan, WRONG), 'authentication-failed', 401);
    expectProblem(await renew(orphan), 'client-certificate-required', 403);
  });

  it('C-5 one whose common name is nobody, or no user ID at all', async () => {
    for (const commonName of ['9999999999', 'x', '１４５３９３５７８９']) {
      const stranger = await signedByOurAuthority({ commonName });

      expectProblem(await logInWith(stranger), 'authentication-failed', 401);
      expectProblem(await renew(stranger), 'client-certificate-required', 403);
    }
  });

  it('X-10 a revoked one, at once', async () => {
    const own = await holder(master, await addedPerson(master, groupId));
    expect((await revoke(master, own.serialNumber)).status).toBe(202);

    expectProblem(await logInWith(own.identity), 'client-certificate-required', 403);
    expectProblem(await logInWith(own.identity, WRONG), 'authentication-failed', 401);
    expectProblem(await renew(own.identity), 'client-certificate-required', 403);
  });

  it('X-6 one that another order has superseded', async () => {
    const person = await addedPerson(master, groupId);
    const before = await holder(master, person);
    const after = await holder(master, person);

    expectProblem(await logInWith(before.identity), 'client-certificate-required', 403);
    expectProblem(await logInWith(before.identity, WRONG), 'authentication-failed', 401);
    expect((await logInWith(after.identity)).status).toBe(201);
  });

  it('X-9 one whose renewal was used', async () => {
    const before = await holder(master, await addedPerson(master, groupId));
    const after = identityOf((await renew(before.identity)).body);
    expect((await logInWith(after)).status).toBe(201);

    expectProblem(await logInWith(before.identity), 'client-certificate-required', 403);
    expectProblem(await logInWith(before.identity, WRONG), 'authentication-failed', 401);
  });

  it('U-8 one of a deleted user, as if there had never been such a user', async () => {
    const gone = await holder(master, await addedPerson(master, groupId));
    await call('POST', '/users/batch-delete', { token: master.token, body: { userIds: [gone.userId] } });

    expectProblem(await logInWith(gone.identity), 'authentication-failed', 401);
    expectProblem(await renew(gone.identity), 'client-certificate-required', 403);
  });

  it('R-1 L-5 one of another tenant opens its own tenant only', async () => {
    const other = await certificateTenant();
    const stranger = await holder(other.master, other.master);

    expectProblem(await logInWith(stranger.identity, { loginId: master.userId }), 'authentication-failed', 401);
    expectProblem(await call('GET', '/me', { token: await boundToken(), identity: stranger.identity }), 'unauthenticated', 401);
    expect((await logInWith(stranger.identity)).body.user.userId).toBe(stranger.userId);
  });
});

async function boundToken(): Promise<string> {
  return (await logInWith(master.identity)).body.token;
}

it('L-5 a bad certificate takes nothing from whoever logs in by user ID', async () => {
  expect((await logIn(member.userId, LOGIN_PASSWORD)).status).toBe(201);
});
