import { beforeAll, describe, expect, it } from 'vitest';
import { call, expectProblem } from '../../support/api.ts';
import {
  cancelCertificates,
  changeLoginMethod,
  type SubscriptionAnswer,
  subscribeCertificates,
} from '../../support/certificate-service.ts';
import {
  CERTIFICATE_TERMS,
  certificateTenant,
  holder,
  inventory,
  logInWith,
  ordered,
  pickUp,
} from '../../support/certificates.ts';
import {
  addedPeople,
  confirmation,
  createGroup,
  type Person,
  registeredTenant,
  setUp,
  subscribedTenant,
  TRANSACTION_PASSWORD,
} from '../../support/people.ts';
import { eventsOf } from '../../support/settled.ts';
import { recordedOperations } from '../../support/stored.ts';

const current = async ({ token }: Person) => (await call<SubscriptionAnswer>('GET', '/subscription', { token })).body;
const post = ({ token }: Person, body: object, headers = {}) =>
  call<SubscriptionAnswer>('POST', '/subscription/certificates', { token, body, headers });

describe('applied for', () => {
  it('S-4 S-2 later: the service is active at once, the acceptance is kept, told and recorded', async () => {
    const { tenantId, master } = await subscribedTenant();

    const { status, body } = await subscribeCertificates(master);

    expect([status, body.status, body.certificates, body.loginMethod]).toEqual([201, 'active', { status: 'active' }, 'user-id']);
    expect(body.acceptances).toHaveLength(2);
    expect(body.acceptances).toContainEqual({ version: CERTIFICATE_TERMS, at: expect.any(String), userId: master.userId });
    expect(await current(master)).toMatchObject({ certificates: { status: 'active' }, acceptances: body.acceptances });
    expect(await eventsOf(tenantId, 'certificate-service-started')).toMatchObject([
      { data: { acceptedTerms: CERTIFICATE_TERMS, actorUserId: master.userId, serviceId: expect.any(String) } },
    ]);
    expect(recordedOperations(tenantId)).toContainEqual(
      expect.objectContaining({ operation: 'subscribeCertificates', userId: master.userId, result: 'done' }),
    );

    const { status: pickedUp } = await pickUp(await ordered(master, master));
    expect(pickedUp).toBe(200);
  });

  it('S-8 again before the revocation is done: earlier certificates stay scheduled, new ones have to be ordered', async () => {
    const tenant = await certificateTenant();
    const before = await holder(tenant.master, tenant.master);
    const cancelled = (await cancelCertificates(before)).body;

    const { status, body } = await subscribeCertificates(before);

    expect([status, body.certificates]).toEqual([201, { status: 'active', ...cancelled }]);
    expect((await inventory(before)).certificates).toMatchObject([{ status: 'revocation-scheduled', ...cancelled }]);
    expect((await logInWith(before.identity)).status).toBe(201);
    // L-2: a certificate that is to be revoked is none to lock oneself in with.
    expectProblem(await changeLoginMethod(before, 'certificate'), 'own-certificate-required', 409);

    const after = await holder(before, before);
    expect((await inventory(before, '?status=valid')).certificates).toMatchObject([{ serialNumber: after.serialNumber }]);
    expect((await changeLoginMethod(before, 'certificate')).status).toBe(200);

    const services = (await eventsOf(tenant.tenantId, 'certificate-service-started')).map(({ data }) => data['serviceId']);
    expect(new Set(services).size).toBe(2);
  });

  it('R-3 twice with one Idempotency-Key: one effect, one answer', async () => {
    const { tenantId, master } = await subscribedTenant();
    const body = { acceptedTerms: CERTIFICATE_TERMS, confirmation: await confirmation(master, 'subscribeCertificates') };
    const send = () => post(master, body, { 'idempotency-key': 'once' });

    const [first, second] = [await send(), await send()];

    expect([first.status, second.status, second.body]).toEqual([201, 201, first.body]);
    expect(await eventsOf(tenantId, 'certificate-service-started')).toHaveLength(1);
  });
});

describe('refused', () => {
  let master: Person;
  let security: Person;
  let administrator: Person;

  beforeAll(async () => {
    ({ master } = await subscribedTenant());
    const [withSecurity, withUsers] = [
      await createGroup(master, '設定', { securitySettings: true }),
      await createGroup(master, '管理', { userAdministration: true, important: true }),
    ];
    [[security], [administrator]] = (await Promise.all([
      addedPeople(master, withSecurity, 1),
      addedPeople(master, withUsers, 1),
    ])) as [[Person], [Person]];
  });

  it('S-5 to whoever is neither master nor holds securitySettings, user administrators and `important` included', async () => {
    expectProblem(await subscribeCertificates(administrator), 'permission-denied', 403);
    expect((await current(master)).certificates.status).toBe('not-subscribed');
  });

  it('S-4 without a confirmation, or with a wrong one', async () => {
    const wrong = { transactionPassword: TRANSACTION_PASSWORD, mailToken: '000000' };

    expect(expectProblem(await post(master, { acceptedTerms: CERTIFICATE_TERMS }), 'invalid-request', 400)).toMatchObject([
      { pointer: '/confirmation' },
    ]);
    expectProblem(await post(master, { acceptedTerms: CERTIFICATE_TERMS, confirmation: wrong }), 'confirmation-failed', 403);
    expect((await current(master)).certificates.status).toBe('not-subscribed');
  });

  it('S-2 for other terms than those in force', async () => {
    expectProblem(await subscribeCertificates(master, '1999-01-01'), 'terms-outdated', 409);
    expectProblem(await subscribeCertificates(master, ''), 'terms-outdated', 409);
  });

  it('S-4 before applying', async () => {
    const representative = await setUp((await registeredTenant()).email);

    expectProblem(await subscribeCertificates(representative), 'not-subscribed', 409);
  });

  it('S-4 S-5 twice; the first by a holder of securitySettings', async () => {
    expect((await subscribeCertificates(security)).status).toBe(201);
    expectProblem(await subscribeCertificates(master), 'certificate-service-active', 409);
  });
});
