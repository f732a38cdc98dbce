import { beforeAll, describe, expect, it } from 'vitest';
import { call, expectProblem } from '../../support/api.ts';
import { changeLoginMethod, type SubscriptionAnswer } from '../../support/certificate-service.ts';
import { certificateTenant, type Holder, holder, ordered } from '../../support/certificates.ts';
import { addedPeople, addedPerson, createGroup, type Person, subscribedTenant } from '../../support/people.ts';
import { eventsOf } from '../../support/settled.ts';
import { recordedOperations } from '../../support/stored.ts';

let tenantId: string;
let master: Holder;
let security: Holder;
let administrator: Holder;
let without: readonly [Person, Person];

const current = async ({ token }: Person) => (await call<SubscriptionAnswer>('GET', '/subscription', { token })).body;

beforeAll(async () => {
  const tenant = await certificateTenant();
  ({ tenantId } = tenant);
  const withSecurity = await createGroup(tenant.master, '設定', { securitySettings: true });
  const withUsers = await createGroup(tenant.master, '管理', { userAdministration: true });

  // L-2: whoever has no certificate chooses none.
  expectProblem(await changeLoginMethod(tenant.master, 'certificate'), 'own-certificate-required', 409);

  master = await holder(tenant.master, tenant.master);
  security = await holder(master, await addedPerson(master, withSecurity));
  administrator = await holder(master, await addedPerson(master, withUsers));
  without = (await addedPeople(master, withSecurity, 2)) as [Person, Person];
});

describe('refused', () => {
  it('L-2 while others have no certificate and are not all acknowledged: they are named', async () => {
    const [one, other] = without;
    const userIds = without.map(({ userId }) => userId);

    for (const acknowledged of [undefined, [], [one.userId], [other.userId, master.userId]]) {
      const answer = await changeLoginMethod(master, 'certificate', acknowledged);

      expectProblem(answer, 'users-without-certificate', 409);
      expect(new Set(answer.body.userIds)).toEqual(new Set(userIds));
    }
    expect((await current(master)).loginMethod).toBe('user-id');
  });

  it('L-2 a certificate that is only ordered is none', async () => {
    await ordered(master, without[0]);

    const answer = await changeLoginMethod(master, 'certificate', [without[1].userId]);

    expectProblem(answer, 'users-without-certificate', 409);
    expectProblem(await changeLoginMethod(without[0], 'certificate'), 'own-certificate-required', 409);
  });

  it('S-5 to user administrators without securitySettings', async () => {
    expectProblem(await changeLoginMethod(administrator, 'certificate'), 'permission-denied', 403);
    expectProblem(await changeLoginMethod(administrator, 'user-id'), 'permission-denied', 403);
  });

  it('L-1 without a confirmation, in either direction', async () => {
    for (const loginMethod of ['certificate', 'user-id', 'password']) {
      const answer = await call('PUT', '/subscription/login-method', { token: master.token, body: { loginMethod } });

      expectProblem(answer, 'invalid-request', 400);
    }
  });

  it('L-1 without the certificate service; going back is no change', async () => {
    const plain = await subscribedTenant();

    expectProblem(await changeLoginMethod(plain.master, 'certificate'), 'certificate-service-inactive', 409);
    expect((await changeLoginMethod(plain.master, 'user-id')).status).toBe(200);
    expect(await eventsOf(plain.tenantId, 'login-method-changed')).toEqual([]);
  });
});

describe('changed', () => {
  it('L-1 L-2 S-5 by a holder of securitySettings with everybody acknowledged; choosing it again changes nothing', async () => {
    const userIds = without.map(({ userId }) => userId);

    const { status, body } = await changeLoginMethod(security, 'certificate', userIds);

    expect([status, body.loginMethod, body.certificates.status]).toEqual([200, 'certificate', 'active']);
    expect(await current(master)).toMatchObject({ loginMethod: 'certificate' });
    expect((await changeLoginMethod(master, 'certificate')).status).toBe(200);
    expect((await changeLoginMethod(without[0], 'certificate')).status).toBe(200);
    expect((await eventsOf(tenantId, 'login-method-changed')).map(({ data }) => data)).toEqual([
      { loginMethod: 'certificate', actorUserId: security.userId },
    ]);
    expect(recordedOperations(tenantId)).toContainEqual(
      expect.objectContaining({ operation: 'changeLoginMethod', userId: security.userId, result: 'done' }),
    );
  });

  it('L-1 back at any time, also by somebody without a certificate whose session goes on', async () => {
    const { status, body } = await changeLoginMethod(without[1], 'user-id');

    expect([status, body.loginMethod]).toEqual([200, 'user-id']);
    expect((await changeLoginMethod(master, 'user-id')).body.loginMethod).toBe('user-id');
    expect((await eventsOf(tenantId, 'login-method-changed')).map(({ data }) => data)).toEqual([
      { loginMethod: 'user-id', actorUserId: without[1].userId },
      { loginMethod: 'certificate', actorUserId: security.userId },
    ]);
  });
});
