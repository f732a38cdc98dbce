import { describe, expect, it } from 'vitest';
import { call, operator } from '../../support/api.ts';
import { ACCOUNTS, addedPerson, createGroup, registration, subscribedTenant, type TestTenant } from '../../support/people.ts';
import { eventsOf } from '../../support/settled.ts';

const TRANSFERS = { inquiry: true, operation: true, transfer: true };

/** Registers the tenant anew with these of its accounts. */
async function keep({ tenantId, email }: TestTenant, accountIds: readonly string[], version: number): Promise<void> {
  const accounts = registration(email).accounts.filter(({ branchCode, accountNumber }) =>
    accountIds.includes(`${branchCode}-${accountNumber}`),
  );

  const { status } = await operator('PUT', `/operator/tenants/${tenantId}`, { ...registration(email), accounts, version });
  expect(status).toBe(200);
}

const permissionsOf = async (token: string) =>
  (await call<{ permissions: { accounts: object; approval: object | null } }>('GET', '/me', { token })).body.permissions;

describe('an account left out of a registration is closed', () => {
  it('P-8 and gone from every group and from the master’s rights at the next request, while the other accounts stay', async () => {
    const tenant = await subscribedTenant();
    const groupId = await createGroup(tenant.master, '振込', {
      accounts: { [ACCOUNTS[0]]: TRANSFERS, [ACCOUNTS[1]]: { inquiry: true, operation: true, bulkTransfer: true } },
    });
    const person = await addedPerson(tenant.master, groupId);

    await keep(tenant, [ACCOUNTS[0], ACCOUNTS[2]], 1);

    expect(Object.keys((await permissionsOf(person.token)).accounts)).toEqual([ACCOUNTS[0]]);
    expect(Object.keys((await permissionsOf(tenant.master.token)).accounts)).toEqual([ACCOUNTS[0], ACCOUNTS[2]]);
    expect((await call('GET', `/groups/${groupId}`, { token: tenant.master.token })).body).toMatchObject({
      permissions: { accounts: { [ACCOUNTS[0]]: TRANSFERS } },
    });
    expect((await eventsOf(tenant.tenantId, 'tenant-registered'))[0]?.data).toMatchObject({ closedAccountIds: [ACCOUNTS[1]] });
  });

  it('P-8 for good: opened again, nobody has the rights that were given for it before', async () => {
    const tenant = await subscribedTenant();
    const before = await createGroup(tenant.master, '以前', { accounts: { [ACCOUNTS[1]]: TRANSFERS } });
    const person = await addedPerson(tenant.master, before);

    await keep(tenant, [ACCOUNTS[0]], 1);
    await keep(tenant, [ACCOUNTS[0], ACCOUNTS[1]], 2);

    expect((await permissionsOf(person.token)).accounts).toEqual({});
    expect(Object.keys((await permissionsOf(tenant.master.token)).accounts)).toEqual([ACCOUNTS[0], ACCOUNTS[1]]);

    // Rights given for the new opening count.
    const after = await createGroup(tenant.master, '以後', { accounts: { [ACCOUNTS[1]]: TRANSFERS } });
    const newcomer = await addedPerson(tenant.master, after);
    expect(Object.keys((await permissionsOf(newcomer.token)).accounts)).toEqual([ACCOUNTS[1]]);
  });

  it('P-2 P-8 takes the right to approve with it when no account with transfers is left', async () => {
    const tenant = await subscribedTenant();
    const groupId = await createGroup(tenant.master, '承認', {
      accounts: { [ACCOUNTS[0]]: { inquiry: true }, [ACCOUNTS[1]]: TRANSFERS },
      approval: { approvalLimit: 10_000, selfApprovalLimit: 0 },
    });
    const person = await addedPerson(tenant.master, groupId);
    expect((await permissionsOf(person.token)).approval).toEqual({ approvalLimit: 10_000, selfApprovalLimit: 0 });

    await keep(tenant, [ACCOUNTS[0]], 1);

    expect(await permissionsOf(person.token)).toMatchObject({
      accounts: { [ACCOUNTS[0]]: { inquiry: true, transfer: false } },
      approval: null,
    });
  });

  it('P-8 a group cannot be given rights on it any more', async () => {
    const tenant = await subscribedTenant();
    await keep(tenant, [ACCOUNTS[0]], 1);

    await expect(createGroup(tenant.master, '振込', { accounts: { [ACCOUNTS[1]]: TRANSFERS } })).rejects.toThrow(
      /422.*unknown-account/,
    );
  });
});
