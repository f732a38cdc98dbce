import { describe, expect, it } from 'vitest';
import { call, operator } from '../support/api.ts';
import { mailed } from '../support/mailbox.ts';
import {
  ACCOUNTS,
  addedPerson,
  confirmation,
  createGroup,
  LOGIN_PASSWORD,
  logIn,
  registeredTenant,
  subscribe,
  TRANSACTION_PASSWORD,
} from '../support/people.ts';

describe('a company applies, makes groups, adds people, and they log in', () => {
  it('S-1 S-2 S-3 G-2 U-2 U-4 C-4 L-7 walks from registering a tenant to the first login of an added person', async () => {
    // The bank registers the tenant; its representative gets a user ID and a temporary password by mail.
    const tenant = await registeredTenant();
    expect((await operator('GET', `/operator/tenants/${tenant.tenantId}`)).body).toMatchObject({ version: 1 });
    expect(await mailed(tenant.email, 'User ID')).toBe(tenant.representativeUserId);

    // First login: nothing works but the initial set-up.
    const temporary = await mailed(tenant.email, 'Temporary login password');
    const first = await logIn(tenant.representativeUserId, temporary);
    expect(first.body).toMatchObject({
      user: { role: 'representative' },
      requiredActions: ['initial-setup', 'set-login-password'],
    });
    expect(first.body.previousLoginAt).toBeUndefined();
    const token = first.body.token;
    expect((await call('GET', '/subscription', { token })).body).toMatchObject({ code: 'required-action' });

    const passwords = { transactionPassword: TRANSACTION_PASSWORD, loginPassword: LOGIN_PASSWORD };
    expect((await call('POST', '/me/initial-setup', { token, body: passwords })).status).toBe(204);

    // The temporary password is over; the chosen one works, and the earlier login is told.
    expect((await logIn(tenant.representativeUserId, temporary)).status).toBe(401);
    const again = await logIn(tenant.representativeUserId, LOGIN_PASSWORD);
    expect(again.body).toMatchObject({ requiredActions: [], previousLoginAt: expect.any(String) });

    // Applying makes the representative the master user, with every right on every account.
    const master = { userId: tenant.representativeUserId, email: tenant.email, token };
    expect((await call('GET', '/subscription', { token })).body).toMatchObject({ status: 'not-subscribed', acceptances: [] });
    await subscribe(master);
    expect((await call('GET', '/me', { token })).body).toMatchObject({
      role: 'master',
      permissions: {
        userAdministration: true,
        approval: { approvalLimit: null },
        accounts: { [ACCOUNTS[2]]: { bulkTransfer: true } },
      },
    });
    expect((await call('GET', '/subscription', { token })).body).toMatchObject({
      status: 'active',
      remainingUsers: 100,
      acceptances: [{ userId: master.userId }],
    });

    // A group with rights, confirmed with transaction password and mail token.
    const groupId = await createGroup(master, '振込', {
      accounts: { [ACCOUNTS[0]]: { inquiry: true, operation: true, transfer: true } },
      approval: { approvalLimit: 10_000_000, selfApprovalLimit: 1_000_000 },
      userAdministration: true,
    });

    // A person is added, invited by mail, logs in and sets everything up.
    const person = await addedPerson(master, groupId);
    const me = await call('GET', '/me', { token: person.token });
    expect(me.body).toMatchObject({
      role: 'user',
      group: { groupId, name: '振込' },
      permissions: { userAdministration: true, accounts: { [ACCOUNTS[0]]: { transfer: true, bulkTransfer: false } } },
      requiredActions: [],
    });

    // The person is a user administrator, and sees the master first.
    const users = await call<{ users: { userId: string; loginStatus: string; transactionStatus: string }[]; remaining: number }>(
      'GET',
      '/users',
      {
        token: person.token,
      },
    );
    expect(users.body.users.map(({ userId }) => userId)).toEqual([master.userId, person.userId]);
    expect(users.body.users[1]).toMatchObject({ loginStatus: 'active', transactionStatus: 'active' });
    expect(users.body.remaining).toBe(99);
    expect((await call('GET', '/groups', { token: person.token })).body).toMatchObject({
      groups: [{ groupId, memberCount: 1, members: [{ userId: person.userId }] }],
      remaining: 99,
    });

    // And acts as one: with a confirmation of the person's own.
    const second = await call('POST', '/groups', {
      token: person.token,
      body: { name: '照会', permissions: {}, confirmation: await confirmation(person, 'createGroup') },
    });
    expect(second.status).toBe(201);

    // Logging out ends the session at once.
    expect((await call('DELETE', '/sessions/current', { token: person.token })).status).toBe(204);
    expect((await call('GET', '/me', { token: person.token })).status).toBe(401);
  });
});
