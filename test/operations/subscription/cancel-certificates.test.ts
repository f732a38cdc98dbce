import { beforeAll, describe, expect, it } from 'vitest';
import { advanceClockTo, call, expectProblem, local } from '../../support/api.ts';
import {
  cancelCertificates,
  changeLoginMethod,
  type SubscriptionAnswer,
  subscribeCertificates,
} from '../../support/certificate-service.ts';
import {
  ACQUISITION_PASSWORD,
  certificateTenant,
  type Holder,
  holder,
  identityOf,
  inventory,
  logInWith,
  type MailedOrder,
  ordered,
  pickUp,
} from '../../support/certificates.ts';
import { mailTo } from '../../support/mailbox.ts';
import {
  addedPeople,
  createGroup,
  LOGIN_PASSWORD,
  loggedInAgain,
  logIn,
  type Person,
  subscribedTenant,
} from '../../support/people.ts';
import { eventsOf } from '../../support/settled.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Monday holidays whose week has no other: the second Monday of January and of October, the third of July (Act on National Holidays). */
const HAPPY_MONDAYS = [
  { month: 0, from: 8 },
  { month: 6, from: 15 },
  { month: 9, from: 8 },
];

/** The next Friday before such a Monday, 23:30 in Tokyo. */
function nextLongWeekend(now: Date): Date {
  const fridays = [0, 1].flatMap((years) =>
    HAPPY_MONDAYS.map(({ month, from }) => {
      const first = new Date(Date.UTC(now.getUTCFullYear() + years, month, from));
      const monday = first.getTime() + ((8 - first.getUTCDay()) % 7) * DAY_MS;

      // 23:30 of Friday in Tokyo is 14:30 in UTC.
      return monday - 3 * DAY_MS + (14 * 60 + 30) * MINUTE_MS;
    }),
  );

  return new Date(Math.min(...fridays.filter((friday) => friday > now.getTime() + DAY_MS)));
}

let tenantId: string;
let master: Holder;
let member: Holder;
let order: MailedOrder;
let friday: Date;
let cancelled: Awaited<ReturnType<typeof cancelCertificates>>;

const current = async ({ token }: Person) => (await call<SubscriptionAnswer>('GET', '/subscription', { token })).body;

beforeAll(async () => {
  const now = new Date((await local<{ now: string }>('GET', '/clock')).now);
  friday = nextLongWeekend(now);
  await advanceClockTo(friday);

  const tenant = await certificateTenant();
  ({ tenantId } = tenant);
  const groupId = await createGroup(tenant.master, '経理', { securitySettings: true });
  const [holding, waiting] = (await addedPeople(tenant.master, groupId, 2)) as [Person, Person];
  master = await holder(tenant.master, tenant.master);
  member = await holder(tenant.master, holding);
  order = await ordered(tenant.master, waiting);
  expect((await changeLoginMethod(master, 'certificate', [waiting.userId])).status).toBe(200);

  cancelled = await cancelCertificates(member);
});

describe('cancelled', () => {
  it('S-6 S-5 at once, by a holder of securitySettings: not subscribed, login by user ID', async () => {
    expect(cancelled.status).toBe(202);
    expect(await current(master)).toMatchObject({
      certificates: { status: 'not-subscribed', ...cancelled.body },
      loginMethod: 'user-id',
    });
    expect((await logIn(member.userId, LOGIN_PASSWORD)).status).toBe(201);
  });

  it('S-7 on a Friday night before a long weekend, due at the end of Thursday in Tokyo', () => {
    const thursday = new Date(friday.getTime() + 6 * DAY_MS);
    thursday.setUTCHours(15, 0, 0, 0);

    expect(cancelled.body).toEqual({ revocationDueAt: thursday.toISOString() });
  });

  it('S-6 open orders are void, and told', async () => {
    expectProblem(await pickUp(order), 'wrong-state', 409);
    expectProblem(await pickUp(member.order, { again: true }), 'wrong-state', 409);
    expect((await inventory(master)).orders.find(({ orderId }) => orderId === order.orderId)).toMatchObject({
      status: 'cancelled',
    });
    expect((await eventsOf(tenantId, 'certificate-order-cancelled')).map(({ data }) => data)).toEqual([
      { orderId: order.orderId, userId: expect.any(String), reason: 'service-cancelled' },
    ]);
    const { version } = (await call<{ version: number }>('GET', `/users/${member.userId}`, { token: master.token })).body;
    const users = [{ userId: member.userId, version, certificateOrder: { acquisitionPassword: ACQUISITION_PASSWORD } }];
    const again = await call('POST', '/users/batch-update', { token: master.token, body: { users } });
    expectProblem(again, 'certificate-service-inactive', 409);
  });

  it('S-7 certificates are scheduled, with the time, and still log in', async () => {
    const { certificates } = await inventory(master, '?status=revocation-scheduled');

    expect(certificates).toHaveLength(2);
    for (const certificate of certificates) {
      expect(certificate).toMatchObject({ status: 'revocation-scheduled', ...cancelled.body });
    }
    expect((await call('GET', `/users/${member.userId}`, { token: master.token })).body).toMatchObject({
      certificate: { status: 'revocation-scheduled' },
    });
    const { status, body } = await logInWith(member.identity);
    expect([status, (await call('GET', '/me', { token: body.token, identity: member.identity })).status]).toEqual([201, 200]);
    expect(await eventsOf(tenantId, 'certificate-revoked')).toEqual([]);
  });

  it('S-6 is told: the service, and the login method with it', async () => {
    expect(await eventsOf(tenantId, 'certificate-service-cancelled')).toMatchObject([
      { data: { ...cancelled.body, actorUserId: member.userId, serviceId: expect.any(String) } },
    ]);
    expect((await eventsOf(tenantId, 'login-method-changed')).map(({ data }) => data)).toEqual([
      { loginMethod: 'user-id', actorUserId: member.userId },
      { loginMethod: 'certificate', actorUserId: master.userId },
    ]);
  });

  it('S-6 cannot be done twice', async () => {
    expectProblem(await cancelCertificates(master), 'certificate-service-inactive', 409);
    expectProblem(await changeLoginMethod(master, 'certificate'), 'certificate-service-inactive', 409);
  });

  it('S-7 S-8 when it is due, its certificates are revoked and each user mailed; those of a new service are not', async () => {
    expect((await subscribeCertificates(master)).status).toBe(201);
    const later = identityOf((await pickUp(await ordered(master, master))).body);

    await advanceClockTo(new Date(cancelled.body.revocationDueAt));

    expectProblem(await logInWith(member.identity), 'client-certificate-required', 403);
    expectProblem(await logInWith(master.identity), 'client-certificate-required', 403);
    expect((await logInWith(later)).status).toBe(201);
    const revoked = await eventsOf(tenantId, 'certificate-revoked');
    expect(new Set(revoked.map(({ data }) => data['serialNumber']))).toEqual(new Set([master.serialNumber, member.serialNumber]));
    for (const { email, serialNumber } of [master, member]) {
      expect((await mailTo(email)).filter(({ text }) => text.includes(serialNumber))).toHaveLength(1);
    }

    const certificates = (await current(await loggedInAgain(master))).certificates;
    expect(certificates).toEqual({ status: 'active' });
  });
});

describe('refused', () => {
  it('S-5 to user administrators without securitySettings; S-6 without the service', async () => {
    const tenant = await certificateTenant();
    const groupId = await createGroup(tenant.master, '管理', { userAdministration: true, important: true });
    const [administrator] = (await addedPeople(tenant.master, groupId, 1)) as [Person];

    expectProblem(await cancelCertificates(administrator), 'permission-denied', 403);
    expect((await current(tenant.master)).certificates).toEqual({ status: 'active' });
    const path = '/subscription/certificates/cancellation';
    expectProblem(await call('POST', path, { token: tenant.master.token, body: {} }), 'invalid-request', 400);

    expectProblem(await cancelCertificates((await subscribedTenant()).master), 'certificate-service-inactive', 409);
  });
});
