import { beforeAll, describe, expect, it } from 'vitest';
import { advanceClock, call, expectProblem } from '../../support/api.ts';
import type { SubscriptionAnswer } from '../../support/certificate-service.ts';
import { certificateTenant } from '../../support/certificates.ts';
import { cancelSubscription, subscriptionIdOf } from '../../support/leaving.ts';
import { resetLogins, resetMail } from '../../support/password-resets.ts';
import {
  addedPeople,
  addedPerson,
  confirmation,
  createGroup,
  LOGIN_PASSWORD,
  logIn,
  type Person,
  registeredTenant,
  setUp,
  subscribe,
  subscribedTenant,
} from '../../support/people.ts';
import { eventsOf } from '../../support/settled.ts';
import { recordedOperations } from '../../support/stored.ts';

const me = ({ token }: Person) => call('GET', '/me', { token });
const current = async ({ token }: Person) => (await call<SubscriptionAnswer>('GET', '/subscription', { token })).body;
const cancel = ({ token }: Person, body: object, headers = {}) =>
  call('POST', '/subscription/cancellation', { token, body, headers });

describe('cancelled', () => {
  let tenantId: string;
  let subscriptionId: string;
  let master: Person;
  let leaver: Person;
  let colleague: Person;
  let forgetful: Person;
  let neighbour: Person;
  let neighbourMaster: Person;
  let status: number;

  beforeAll(async () => {
    ({ tenantId, master } = await subscribedTenant());
    const groupId = await createGroup(master, '総務', { important: true });
    [leaver, colleague, forgetful] = (await addedPeople(master, groupId, 3)) as [Person, Person, Person];
    await call('PUT', '/me/login-name', { token: master.token, body: { loginName: `${tenantId.slice(0, 15)}.m` } });
    await call('PUT', '/me/login-name', { token: colleague.token, body: { loginName: `${tenantId.slice(0, 15)}.c` } });
    expect((await resetLogins(master, [forgetful.userId])).status).toBe(202);

    ({ master: neighbourMaster } = await subscribedTenant());
    neighbour = await addedPerson(neighbourMaster, await createGroup(neighbourMaster, '総務', { important: true }));
    subscriptionId = subscriptionIdOf(tenantId);

    ({ status } = await cancelSubscription(leaver));
  });

  it('S-5 S-10 by a holder of `important`, who is gone with the answer', async () => {
    expect(status).toBe(202);
    expectProblem(await me(leaver), 'unauthenticated', 401);
  });

  it('S-10 at once: no added user has a session or can log in, and a failed login looks like any other (C-5)', async () => {
    expectProblem(await me(colleague), 'unauthenticated', 401);

    const stranger = await logIn('1000000000', LOGIN_PASSWORD);
    for (const loginId of [leaver.userId, colleague.userId, `${tenantId.slice(0, 15)}.c`]) {
      const answer = await logIn(loginId, LOGIN_PASSWORD);
      expectProblem(answer, 'authentication-failed', 401);
      expect({ ...answer.body, instance: '' }).toEqual({ ...stranger.body, instance: '' });
    }
  });

  it('S-10 a login password reset that was mailed before leads nowhere', async () => {
    const { resetId, resetCode } = await resetMail(forgetful.email);
    const body = { resetCode, newPassword: LOGIN_PASSWORD };

    expectProblem(await call('POST', `/login-password-resets/${resetId}`, { body }), 'expired', 410);
  });

  it('S-10 the representative’s session goes on, and the representative logs in as before', async () => {
    expect((await me(master)).body).toMatchObject({ userId: master.userId, role: 'representative', requiredActions: [] });

    for (const loginId of [master.userId, `${tenantId.slice(0, 15)}.m`]) {
      expect(await logIn(loginId, LOGIN_PASSWORD)).toMatchObject({ status: 201, body: { user: { role: 'representative' } } });
    }
  });

  it('S-2 S-10 the subscription is as if never applied for, but for the acceptances', async () => {
    expect(await current(master)).toMatchObject({
      status: 'not-subscribed',
      certificates: { status: 'not-subscribed' },
      remainingUsers: 100,
      remainingGroups: 100,
      acceptances: [{ userId: master.userId }],
    });
    for (const path of ['/users', '/groups', '/certificates']) {
      expectProblem(await call('GET', path, { token: master.token }), 'not-subscribed', 409);
    }
    expectProblem(await cancelSubscription(master), 'not-subscribed', 409);
  });

  it('S-10 is told by three small events, of the version after, and recorded (H-2)', async () => {
    const told = await Promise.all(
      ['subscription-cancelled', 'approval-requests-cancelled', 'reserved-transfers-cancelled'].map((type) =>
        eventsOf(tenantId, type),
      ),
    );
    const [{ version } = { version: 0 }] = told.flat().map(({ aggregate }) => aggregate);

    expect(told.map((events) => events.map(({ aggregate, data }) => ({ aggregate, data })))).toEqual([
      [{ aggregate: { id: subscriptionId, version }, data: { subscriptionId, actorUserId: leaver.userId } }],
      [{ aggregate: { id: subscriptionId, version }, data: { subscriptionId } }],
      [{ aggregate: { id: subscriptionId, version }, data: { subscriptionId } }],
    ]);
    expect(recordedOperations(tenantId)).toContainEqual(
      expect.objectContaining({
        operation: 'cancelSubscription',
        userId: leaver.userId,
        result: 'done',
        subjects: [subscriptionId],
      }),
    );
  });

  it('R-1 another tenant notices nothing, before and after the clean-up', async () => {
    expect((await me(neighbour)).status).toBe(200);
    await advanceClock('PT10M');

    expect((await me(neighbour)).status).toBe(200);
    expect((await call<{ users: unknown[] }>('GET', '/users', { token: neighbourMaster.token })).body.users).toHaveLength(2);
  });

  it('S-10 a second application starts clean: another subscription, nobody in it, every name free', async () => {
    const { token } = (await logIn(master.userId, LOGIN_PASSWORD)).body;
    const again = { ...master, token };
    await subscribe(again);

    expect(subscriptionIdOf(tenantId)).not.toBe(subscriptionId);
    expect((await current(again)).acceptances).toHaveLength(2);
    expect((await call('GET', '/users', { token })).body).toMatchObject({
      users: [{ userId: master.userId }],
      remaining: 100,
    });
    expect((await call('GET', '/groups', { token })).body).toMatchObject({ groups: [], remaining: 100 });

    const newcomer = await addedPerson(again, await createGroup(again, '総務'));
    const loginName = `${tenantId.slice(0, 15)}.c`;
    expect((await call('PUT', '/me/login-name', { token: newcomer.token, body: { loginName } })).status).toBe(204);
    expect([leaver, colleague, forgetful].map(({ userId }) => userId)).not.toContain(newcomer.userId);
    expectProblem(await logIn(colleague.userId, LOGIN_PASSWORD), 'authentication-failed', 401);
  });
});

it('R-3 twice with one Idempotency-Key: one effect, one answer', async () => {
  const { tenantId, master } = await subscribedTenant();
  const body = { confirmation: await confirmation(master, 'cancelSubscription') };
  const send = () => cancel(master, body, { 'idempotency-key': 'once' });

  expect([(await send()).status, (await send()).status]).toEqual([202, 202]);
  expect(await eventsOf(tenantId, 'subscription-cancelled')).toHaveLength(1);
});

describe('refused, with nothing changed', () => {
  it('S-9 while the certificate service is active', async () => {
    const { tenantId, master } = await certificateTenant();

    expectProblem(await cancelSubscription(master), 'certificate-service-active', 409);

    expect(await current(master)).toMatchObject({ status: 'active', certificates: { status: 'active' } });
    expect(await eventsOf(tenantId, 'subscription-cancelled')).toEqual([]);
  });

  it('S-9 C-9 C-10 without a confirmation, with a wrong one, and with one for something else', async () => {
    const { master } = await subscribedTenant();
    const given = await confirmation(master, 'cancelSubscription');

    expectProblem(await cancel(master, {}), 'invalid-request', 400);
    const wrong = { ...given, transactionPassword: 'Wrong-99x' };
    expectProblem(await cancel(master, { confirmation: wrong }), 'confirmation-failed', 403);
    const other = await confirmation(master, 'createGroup');
    expectProblem(await cancel(master, { confirmation: other }), 'confirmation-failed', 403);

    expect((await current(master)).status).toBe('active');
  });

  it('S-5 for an added user without `important`, whatever else the group holds', async () => {
    const { master } = await subscribedTenant();
    const rights = { userAdministration: true, securitySettings: true, history: true };
    const person = await addedPerson(master, await createGroup(master, '管理', rights));

    expectProblem(await cancelSubscription(person), 'permission-denied', 403);

    expect((await me(person)).status).toBe(200);
  });

  it('S-1 for a representative who has not applied', async () => {
    const { email } = await registeredTenant();
    const representative = await setUp(email);

    expectProblem(await cancelSubscription(representative), 'not-subscribed', 409);
  });
});
