import { beforeAll, describe, expect, it } from 'vitest';
import { call, expectProblem } from '../../support/api.ts';
import { renew, revoke } from '../../support/certificate-service.ts';
import {
  certificateTenant,
  type Holder,
  holder,
  identityOf,
  inventory,
  logInWith,
  ordered,
  pickUp,
} from '../../support/certificates.ts';
import { revokedSerials } from '../../support/crl.ts';
import { mailTo } from '../../support/mailbox.ts';
import { addedPerson, createGroup, LOGIN_PASSWORD, logIn, type Person, TRANSACTION_PASSWORD } from '../../support/people.ts';
import { eventsOf, settled } from '../../support/settled.ts';
import { recordedOperations, storedItems } from '../../support/stored.ts';

let tenantId: string;
let master: Person;
let security: Person;
let administrator: Person;
let plainGroup: string;

beforeAll(async () => {
  const tenant = await certificateTenant();
  ({ tenantId, master } = tenant);
  plainGroup = await createGroup(master, '経理');
  security = await addedPerson(master, await createGroup(master, '設定', { securitySettings: true }));
  administrator = await addedPerson(master, await createGroup(master, '管理', { userAdministration: true }));
});

const newHolder = async (): Promise<Holder> => holder(master, await addedPerson(master, plainGroup));
const me = (token: string, identity?: Holder['identity']) => call('GET', '/me', { token, identity });
const revocations = async (serialNumber: string) =>
  (await eventsOf(tenantId, 'certificate-revoked')).filter(({ data }) => data['serialNumber'] === serialNumber);

describe('revoked', () => {
  it('X-10 X-11 from the next request on: session, login and renewal; told, mailed, recorded and on the CRL', async () => {
    const lost = await newHolder();
    const good = await newHolder();
    const { token } = (await logInWith(lost.identity)).body;
    expect((await me(token, lost.identity)).status).toBe(200);

    const { status, body } = await revoke(master, lost.serialNumber);

    expect([status, body]).toEqual([202, undefined]);
    expectProblem(await me(token, lost.identity), 'unauthenticated', 401);
    expectProblem(await logInWith(lost.identity), 'client-certificate-required', 403);
    expectProblem(await renew(lost.identity), 'client-certificate-required', 403);
    expect((await me(lost.token)).status).toBe(200);
    expect((await logIn(lost.userId, LOGIN_PASSWORD)).status).toBe(201);

    await settled();
    expect(await revocations(lost.serialNumber)).toMatchObject([
      { aggregate: { id: lost.serialNumber }, data: { serialNumber: lost.serialNumber, userId: lost.userId, reason: 'lost' } },
    ]);
    expect((await mailTo(lost.email)).filter(({ text }) => text.includes(lost.serialNumber))).toHaveLength(1);
    expect((await inventory(master, `?userId=${lost.userId}`)).certificates).toMatchObject([{ status: 'revoked' }]);
    expect(recordedOperations(tenantId)).toContainEqual(
      expect.objectContaining({
        operation: 'revokeCertificate',
        userId: master.userId,
        subjects: [lost.userId, lost.serialNumber],
      }),
    );

    const revoked = await revokedSerials();
    expect(revoked).toContain(lost.serialNumber);
    expect(revoked).not.toContain(good.serialNumber);
    expect((await logInWith(good.identity)).status).toBe(201);
  });

  it('X-11 by user administrators and holders of securitySettings as well, the master’s included', async () => {
    const [one, own] = [await newHolder(), await holder(master, master)];

    expect((await revoke(administrator, one.serialNumber)).status).toBe(202);
    expect((await revoke(security, own.serialNumber)).status).toBe(202);

    expectProblem(await logInWith(one.identity), 'client-certificate-required', 403);
    expectProblem(await logInWith(own.identity), 'client-certificate-required', 403);
  });

  it('X-11 a new order works as before, and revokes nothing again', async () => {
    const lost = await newHolder();
    await revoke(master, lost.serialNumber);

    const next = await holder(master, lost);

    expect((await logInWith(next.identity)).status).toBe(201);
    expect(await revocations(lost.serialNumber)).toHaveLength(1);
    expect(await revocations(next.serialNumber)).toEqual([]);
  });

  it('X-9 X-11 one that was renewed: the renewal goes on, and its first use revokes nothing again', async () => {
    const lost = await newHolder();
    const renewal = (await renew(lost.identity)).body;

    expect((await revoke(master, lost.serialNumber)).status).toBe(202);

    expect((await logInWith(identityOf(renewal))).status).toBe(201);
    expectProblem(await logInWith(lost.identity), 'client-certificate-required', 403);
    expect((await revocations(lost.serialNumber)).map(({ data }) => data['reason'])).toEqual(['lost']);
  });
});

describe('refused', () => {
  it('X-11 to whoever administers neither users nor security, the holder included', async () => {
    const own = await newHolder();

    expectProblem(await revoke(own, own.serialNumber), 'permission-denied', 403);
    expect((await logInWith(own.identity)).status).toBe(201);
  });

  it('X-11 without a confirmation or with a wrong one', async () => {
    const own = await newHolder();
    const confirmation = { transactionPassword: TRANSACTION_PASSWORD, mailToken: '000000' };
    const path = `/certificates/${own.serialNumber}/revocation`;

    expectProblem(await call('POST', path, { token: master.token, body: {} }), 'invalid-request', 400);
    expectProblem(await call('POST', path, { token: master.token, body: { confirmation } }), 'confirmation-failed', 403);
    expect((await logInWith(own.identity)).status).toBe(201);
  });

  it('R-1 X-11 of an unknown serial number, and of another tenant’s', async () => {
    const other = await certificateTenant();
    const stranger = await holder(other.master, other.master);

    expectProblem(await revoke(master, 'a'.repeat(32)), 'not-found', 404);
    expectProblem(await revoke(master, stranger.serialNumber), 'not-found', 404);
    expect((await logInWith(stranger.identity)).status).toBe(201);
  });

  it('X-11 twice', async () => {
    const lost = await newHolder();
    expect((await revoke(master, lost.serialNumber)).status).toBe(202);

    expectProblem(await revoke(master, lost.serialNumber), 'wrong-state', 409);
    await settled();
    expectProblem(await revoke(security, lost.serialNumber), 'wrong-state', 409);
    expect(await revocations(lost.serialNumber)).toHaveLength(1);
  });
});

describe('of deleted users', () => {
  it('U-8 a certificate is revoked, on the CRL, told and mailed to nobody; an open order is told and gone from the table', async () => {
    const gone = await newHolder();
    const { token } = (await logInWith(gone.identity)).body;
    const [replaced, open] = [await ordered(master, gone), await ordered(master, gone)];
    const mails = (await mailTo(gone.email)).length;

    await call('POST', '/users/batch-delete', { token: administrator.token, body: { userIds: [gone.userId] } });

    expectProblem(await me(token, gone.identity), 'unauthenticated', 401);
    await settled();
    expectProblem(await pickUp(open), 'not-found', 404);
    expect((await revocations(gone.serialNumber)).map(({ data }) => data['reason'])).toEqual(['user-deleted']);
    expect(await revokedSerials()).toContain(gone.serialNumber);
    expect((await mailTo(gone.email)).length).toBe(mails);
    expect(storedItems(`CERTIFICATE_ORDER#${tenantId}`).filter(({ userId }) => userId === gone.userId)).toEqual([]);

    const cancelled = await eventsOf(tenantId, 'certificate-order-cancelled');
    const reasonOf = (orderId: string) =>
      cancelled.filter(({ aggregate }) => aggregate.id === orderId).map(({ data }) => data['reason']);
    expect(reasonOf(open.orderId)).toEqual(['user-deleted']);
    // Whatever is void already was told when that happened.
    expect(reasonOf(replaced.orderId)).toEqual(['replaced']);
  });

  it('G-5 so are those of a deleted group’s members', async () => {
    const groupId = await createGroup(master, '解散');
    const [one, waiting] = [await holder(master, await addedPerson(master, groupId)), await addedPerson(master, groupId)];
    const { orderId } = await ordered(master, waiting);

    await call('POST', '/groups/batch-delete', { token: master.token, body: { groupIds: [groupId] } });
    await settled();

    expectProblem(await logInWith(one.identity), 'authentication-failed', 401);
    expect(await revokedSerials()).toContain(one.serialNumber);
    expect((await revocations(one.serialNumber)).map(({ data }) => data['reason'])).toEqual(['user-deleted']);
    const cancelled = await eventsOf(tenantId, 'certificate-order-cancelled');
    expect(cancelled.filter(({ aggregate }) => aggregate.id === orderId).map(({ data }) => data['reason'])).toEqual([
      'user-deleted',
    ]);
  });
});
