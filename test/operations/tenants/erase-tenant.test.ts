import { describe, expect, it } from 'vitest';
import { call, expectProblem, operator } from '../../support/api.ts';
import { eraseTenant } from '../../support/erasing.ts';
import { cancelSubscription } from '../../support/leaving.ts';
import {
  addedPerson,
  createGroup,
  LOGIN_PASSWORD,
  logIn,
  registeredTenant,
  registration,
  setUp,
  subscribedTenant,
} from '../../support/people.ts';
import { eventsOf } from '../../support/settled.ts';
import { recordedOperations, storedItems } from '../../support/stored.ts';

const register = (tenantId: string, changes: object = {}) =>
  operator('PUT', `/operator/tenants/${tenantId}`, { ...registration(`${tenantId}@example.co.jp`), ...changes });

describe('eraseTenant', () => {
  it('L-6 ends the session of the representative and every way in at once; told, and recorded with the reason', async () => {
    const { tenantId, email } = await registeredTenant();
    const { userId, token } = await setUp(email);

    expect((await eraseTenant(tenantId)).status).toBe(202);

    expectProblem(await call('GET', '/me', { token }), 'unauthenticated', 401);
    expectProblem(await logIn(userId, LOGIN_PASSWORD), 'authentication-failed', 401);
    expectProblem(await operator('GET', `/operator/tenants/${tenantId}`), 'not-found', 404);
    expect(await eventsOf(tenantId, 'tenant-erased')).toMatchObject([
      { aggregate: { id: tenantId, version: 2 }, data: { representativeUserId: userId } },
    ]);
    expect(recordedOperations(tenantId)).toContainEqual(
      expect.objectContaining({ operation: 'eraseTenant', reason: 'Case 2027-0301', subjects: [tenantId] }),
    );
  });

  it('S-10 ends a subscription with it only when told to, and tells core banking', async () => {
    const { tenantId, master } = await subscribedTenant();
    const person = await addedPerson(master, await createGroup(master, '経理'));

    expectProblem(await eraseTenant(tenantId), 'already-subscribed', 409);
    expect((await call('GET', '/me', { token: person.token })).status).toBe(200);

    expect((await eraseTenant(tenantId, { endSubscription: true })).status).toBe(202);
    for (const { userId, token } of [master, person]) {
      expectProblem(await call('GET', '/me', { token }), 'unauthenticated', 401);
      expectProblem(await logIn(userId, LOGIN_PASSWORD), 'authentication-failed', 401);
    }
    for (const type of ['subscription-cancelled', 'approval-requests-cancelled', 'reserved-transfers-cancelled']) {
      expect(await eventsOf(tenantId, type), type).toHaveLength(1);
    }
    expect((await eventsOf(tenantId, 'subscription-cancelled'))[0]?.data).not.toHaveProperty('actorUserId');
  });

  it('erases a tenant whose subscription was cancelled without more', async () => {
    const { tenantId, master } = await subscribedTenant();
    await cancelSubscription(master);

    expect((await eraseTenant(tenantId)).status).toBe(202);
    expect(await eventsOf(tenantId, 'subscription-cancelled')).toHaveLength(1);
  });

  it('never lets the tenant ID be used again', async () => {
    const { tenantId } = await registeredTenant();
    await eraseTenant(tenantId);

    expectProblem(await register(tenantId), 'wrong-state', 409);
    expectProblem(await register(tenantId, { version: 1 }), 'wrong-state', 409);
    expect(storedItems(`ERASED_TENANT#${tenantId}`)).toHaveLength(1);
  });

  it('R-3 answers a repeated request alike, and another one that there is no such tenant', async () => {
    const { tenantId } = await registeredTenant();
    const again = () => eraseTenant(tenantId, {}, { 'idempotency-key': 'erasure' });

    expect([(await again()).status, (await again()).status]).toEqual([202, 202]);
    expectProblem(await eraseTenant(tenantId), 'not-found', 404);
    expect(await eventsOf(tenantId, 'tenant-erased')).toHaveLength(1);
  });

  it('R-4 asked for many times at once, happens once', async () => {
    const { tenantId } = await registeredTenant();

    const answers = await Promise.all(Array.from({ length: 8 }, () => eraseTenant(tenantId)));

    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, ...Array(7).fill(404)]);
    expect(await eventsOf(tenantId, 'tenant-erased')).toHaveLength(1);
  });

  it('S-1 while the representative applies: one of both happens, never a subscription without a tenant', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const { tenantId, email } = await registeredTenant();
        const { token } = await setUp(email);
        const { terms } = (await call<{ terms: { version: string } }>('GET', '/subscription', { token })).body;
        const body = { acceptedTerms: terms.version, certificates: false };

        const [applied, erased] = await Promise.all([call('POST', '/subscription', { token, body }), eraseTenant(tenantId)]);

        return { answers: `${applied.status} ${erased.status}`, active: storedItems(`SUBSCRIPTION#${tenantId}`)[0]?.['status'] };
      }),
    );

    for (const { answers, active } of outcomes) {
      expect(['201 409', '401 202']).toContain(answers);
      expect(active).toBe(answers === '201 409' ? 'active' : 'not-subscribed');
    }
  });

  it('refuses a stale version, an unknown tenant, no reason, and whoever does not sign', async () => {
    const { tenantId } = await registeredTenant();
    const unsigned = await call('POST', `/operator/tenants/${tenantId}/erasure`, { body: { version: 1, reason: 'x' } });

    expectProblem(await eraseTenant(tenantId, { version: 2 }), 'version-conflict', 409);
    expectProblem(await eraseTenant('nobody'), 'not-found', 404);
    expectProblem(await eraseTenant(tenantId, { reason: '' }), 'invalid-request', 400);
    expectProblem(unsigned, 'permission-denied', 403);
    expect((await operator('GET', `/operator/tenants/${tenantId}`)).status).toBe(200);
  });
});
