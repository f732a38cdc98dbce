import { beforeAll, describe, expect, it } from 'vitest';
import { call, expectProblem, operator } from '../../support/api.ts';
import { changeLoginMethod, type SubscriptionAnswer } from '../../support/certificate-service.ts';
import { certificateTenant, type Holder, holder, inventory, logInWith } from '../../support/certificates.ts';
import { mailTo } from '../../support/mailbox.ts';
import { LOGIN_PASSWORD, logIn, registeredTenant } from '../../support/people.ts';
import { eventsOf, settled } from '../../support/settled.ts';
import { recordedOperations } from '../../support/stored.ts';

const recover = (tenantId: string, reason: string) =>
  operator('POST', `/operator/tenants/${tenantId}/recovery`, { loginMethod: 'user-id', reason });

describe('recoverTenant of the login method', () => {
  let tenantId: string;
  let master: Holder;

  beforeAll(async () => {
    const tenant = await certificateTenant({ language: 'en' });
    ({ tenantId } = tenant);
    master = await holder(tenant.master, tenant.master);
    expect((await changeLoginMethod(master, 'certificate')).status).toBe(200);
    expectProblem(await logIn(master.userId, LOGIN_PASSWORD), 'client-certificate-required', 403);
  });

  it('C-15 lets everybody log in by user ID again; the master is mailed, it is told and recorded with the reason', async () => {
    await settled();
    const mailsBefore = (await mailTo(master.email)).length;

    expect((await recover(tenantId, 'Case 2026-1207')).status).toBe(202);
    await settled();

    expect((await logIn(master.userId, LOGIN_PASSWORD)).status).toBe(201);
    expect((await mailTo(master.email)).length).toBe(mailsBefore + 1);
    const [mail] = await mailTo(master.email);
    expect(mail?.text).toMatch(/user ID/i);
    const [told] = await eventsOf(tenantId, 'login-method-changed');
    expect(told?.data).toEqual({ loginMethod: 'user-id' });
    expect(recordedOperations(tenantId)).toContainEqual(
      expect.objectContaining({ operation: 'recoverTenant', reason: 'Case 2026-1207' }),
    );
  });

  it('C-15 leaves certificate service, certificates and sessions as they are', async () => {
    const { body } = await call<SubscriptionAnswer>('GET', '/subscription', { token: master.token });

    expect([body.certificates, body.loginMethod]).toEqual([{ status: 'active' }, 'user-id']);
    expect((await inventory(master)).certificates).toMatchObject([{ status: 'valid' }]);
    expect((await logInWith(master.identity)).status).toBe(201);
  });

  it('C-15 does nothing where the login method is user-id, applied or not: no event, no mail', async () => {
    const { tenantId: never, email } = await registeredTenant();
    await settled();
    const mailsBefore = (await mailTo(master.email)).length + (await mailTo(email)).length;

    expect((await recover(tenantId, 'Again')).status).toBe(202);
    expect((await recover(never, 'Never applied')).status).toBe(202);
    await settled();

    expect((await mailTo(master.email)).length + (await mailTo(email)).length).toBe(mailsBefore);
    expect(await eventsOf(tenantId, 'login-method-changed')).toHaveLength(2);
    expect(await eventsOf(never, 'login-method-changed')).toEqual([]);
  });
});
