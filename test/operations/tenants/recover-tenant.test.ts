import { describe, expect, it } from 'vitest';
import { call, expectProblem, operator } from '../../support/api.ts';
import { resetMail } from '../../support/password-resets.ts';
import { LOGIN_PASSWORD, logIn, subscribedTenant } from '../../support/people.ts';
import { eventsOf, settled } from '../../support/settled.ts';
import { recordedOperations } from '../../support/stored.ts';

const NEW_PASSWORD = 'Yuki-46t9';
const recover = (tenantId: string, body: object) => operator('POST', `/operator/tenants/${tenantId}/recovery`, body);

describe('recoverTenant', () => {
  it('C-15 lets a master back in who is locked out: login and transaction password; mailed, told and recorded with the reason', async () => {
    const { tenantId, master } = await subscribedTenant();
    for (let failure = 0; failure < 5; failure++) await logIn(master.userId, 'Wrong-99x');

    const { status } = await recover(tenantId, {
      resetLoginPassword: true,
      resetTransactionPassword: true,
      loginMethod: 'user-id',
      reason: 'Case 2026-1201',
    });
    await settled();

    expect(status).toBe(202);
    expectProblem(await call('GET', '/me', { token: master.token }), 'unauthenticated', 401);
    const { resetId, resetCode } = await resetMail(master.email);
    expect(
      (await call('POST', `/login-password-resets/${resetId}`, { body: { resetCode, newPassword: NEW_PASSWORD } })).status,
    ).toBe(204);
    expect((await logIn(master.userId, NEW_PASSWORD)).body.requiredActions).toEqual(['initial-setup']);

    const told = await eventsOf(tenantId, 'credential-reset');
    expect(told.map(({ data }) => data).toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))).toEqual([
      { userId: master.userId, credential: 'login-password' },
      { userId: master.userId, credential: 'transaction-password' },
    ]);
    expect(recordedOperations(tenantId)).toContainEqual(
      expect.objectContaining({ operation: 'recoverTenant', reason: 'Case 2026-1201', subjects: [master.userId] }),
    );
  });

  it('C-15 resets only what is asked for', async () => {
    const { tenantId, master } = await subscribedTenant();

    await recover(tenantId, { resetTransactionPassword: true, reason: 'Case 1' });

    expect((await call('GET', '/me', { token: master.token })).body).toMatchObject({
      requiredActions: ['set-transaction-password'],
    });
    expect((await logIn(master.userId, LOGIN_PASSWORD)).status).toBe(201);
  });

  it('C-15 changes nothing when nothing is to be changed, and says so in the history', async () => {
    const { tenantId, master } = await subscribedTenant();

    expect((await recover(tenantId, { removeAuthenticator: true, loginMethod: 'user-id', reason: 'Case 2' })).status).toBe(202);
    expect((await call('GET', '/groups', { token: master.token })).status).toBe(200);
    expect(recordedOperations(tenantId)).toContainEqual(
      expect.objectContaining({ operation: 'recoverTenant', reason: 'Case 2' }),
    );
  });

  it('refuses an unknown tenant, no step at all, no reason, and whoever does not sign', async () => {
    const { tenantId } = await subscribedTenant();
    const unsigned = await call('POST', `/operator/tenants/${tenantId}/recovery`, {
      body: { resetLoginPassword: true, reason: 'x' },
    });

    expectProblem(await recover('nobody', { resetLoginPassword: true, reason: 'x' }), 'not-found', 404);
    expectProblem(await recover(tenantId, { reason: 'x' }), 'invalid-request', 400);
    expectProblem(await recover(tenantId, { resetLoginPassword: true }), 'invalid-request', 400);
    expectProblem(unsigned, 'permission-denied', 403);
  });
});
