import { describe, expect, it } from 'vitest';
import { call, expectProblem, operator } from '../../support/api.ts';
import { ACCOUNTS, registeredTenant } from '../../support/people.ts';

describe('reads a tenant', () => {
  it('as it was registered', async () => {
    const { tenantId, representativeUserId } = await registeredTenant({ language: 'en' });

    const { status, headers, body } = await operator('GET', `/operator/tenants/${tenantId}`);

    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      tenantId,
      name: 'アオバ商事株式会社',
      phoneNumber: '03-5550-9876',
      language: 'en',
      representative: { userId: representativeUserId },
      accounts: [account(ACCOUNTS[0], '口座1', true), account(ACCOUNTS[1], '口座2', false), account(ACCOUNTS[2], '口座3', false)],
      version: 1,
    });
  });
});

describe('refuses', () => {
  it('a tenant that is not there', async () => {
    expectProblem(await operator('GET', '/operator/tenants/nobody-here'), 'not-found', 404);
  });

  it('a tenant ID that is none', async () => {
    expect(expectProblem(await operator('GET', '/operator/tenants/NOBODY'), 'invalid-request', 400)).toMatchObject([
      { pointer: '/path/tenantId', code: 'invalid-format' },
    ]);
  });

  it('R-1 a call that is not signed, whether the tenant exists or not', async () => {
    const { tenantId } = await registeredTenant();

    const [existing, missing] = await Promise.all([
      call('GET', `/operator/tenants/${tenantId}`),
      call('GET', '/operator/tenants/nobody-here'),
    ]);

    expectProblem(existing, 'permission-denied', 403);
    expectProblem(missing, 'permission-denied', 403);
  });
});

function account(accountId: string, name: string, representative: boolean) {
  const [branchCode, accountNumber] = accountId.split('-');

  return { accountId, branchCode, branchName: '本店営業部', accountNumber, name, representative };
}
