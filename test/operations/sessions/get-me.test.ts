import { describe, expect, it } from 'vitest';
import { call } from '../../support/api.ts';
import { mailed } from '../../support/mailbox.ts';
import {
  ACCOUNTS,
  addedPerson,
  createGroup,
  logIn,
  registeredTenant,
  setUp,
  subscribe,
  subscribedTenant,
} from '../../support/people.ts';

const NONE = { inquiry: false, operation: false, transfer: false, bulkTransfer: false };
const EVERY = { inquiry: true, operation: true, transfer: true, bulkTransfer: true };
const NO_RIGHTS = {
  accounts: {},
  approval: null,
  timeDeposit: { inquiry: false, operation: false },
  foreignCurrency: { inquiry: false, operation: false },
  important: false,
  securitySettings: false,
  userAdministration: false,
  directDebit: false,
  depositAccounts: false,
  history: false,
  mobileApp: false,
  documents: false,
};

describe('tells who is logged in', () => {
  it('S-3 the representative, who has no rights before applying and every one after it', async () => {
    const { tenantId, email } = await registeredTenant();
    const person = await setUp(email);

    const before = await call('GET', '/me', { token: person.token });
    expect(before.status).toBe(200);
    expect(before.headers.get('cache-control')).toBe('no-store');
    expect(before.body).toEqual({
      userId: person.userId,
      name: '青葉 太郎',
      email,
      role: 'representative',
      tenant: { tenantId, name: 'アオバ商事株式会社' },
      permissions: NO_RIGHTS,
      authenticatorRegistered: false,
      requiredActions: [],
    });

    await subscribe(person);

    const after = await call('GET', '/me', { token: person.token });
    expect(after.body).toMatchObject({ userId: person.userId, role: 'master' });
    expect(after.body).not.toHaveProperty('group');
  });

  it('P-7 the master has every right on every account, without approval limits', async () => {
    const { master } = await subscribedTenant();

    expect((await call('GET', '/me', { token: master.token })).body['permissions']).toEqual({
      accounts: Object.fromEntries(ACCOUNTS.map((accountId) => [accountId, EVERY])),
      approval: { approvalLimit: null, selfApprovalLimit: null },
      timeDeposit: { inquiry: true, operation: true },
      foreignCurrency: { inquiry: true, operation: true },
      ...Object.fromEntries(
        Object.entries(NO_RIGHTS)
          .filter(([, value]) => value === false)
          .map(([right]) => [right, true]),
      ),
    });
  });

  it('an added user, with the rights of the group and nothing else', async () => {
    const { master } = await subscribedTenant();
    const groupId = await createGroup(master, '振込', {
      accounts: { [ACCOUNTS[1]]: { inquiry: true, operation: true, transfer: true } },
      approval: { approvalLimit: 20_000, selfApprovalLimit: 10_000 },
      timeDeposit: { inquiry: true },
      history: true,
    });
    const person = await addedPerson(master, groupId);

    expect((await call('GET', '/me', { token: person.token })).body).toMatchObject({
      userId: person.userId,
      email: person.email,
      role: 'user',
      group: { groupId, name: '振込' },
      permissions: {
        ...NO_RIGHTS,
        accounts: { [ACCOUNTS[1]]: { ...EVERY, bulkTransfer: false } },
        approval: { approvalLimit: 20_000, selfApprovalLimit: 10_000 },
        timeDeposit: { inquiry: true, operation: false },
        history: true,
      },
    });
  });

  it('P-5 `important` includes inquiry of every account', async () => {
    const { master } = await subscribedTenant();
    const person = await addedPerson(master, await createGroup(master, '重要', { important: true }));

    expect((await call('GET', '/me', { token: person.token })).body).toMatchObject({
      permissions: { accounts: Object.fromEntries(ACCOUNTS.map((accountId) => [accountId, { ...NONE, inquiry: true }])) },
    });
  });

  it('P-6 a member of a group without any right', async () => {
    const { master } = await subscribedTenant();
    const person = await addedPerson(master, await createGroup(master, '見学'));

    const { status, body } = await call('GET', '/me', { token: person.token });

    expect([status, body['permissions']]).toEqual([200, NO_RIGHTS]);
  });

  it('C-4 with what is pending, before and after the initial set-up', async () => {
    const { representativeUserId, email } = await registeredTenant();
    const { body } = await logIn(representativeUserId, await mailed(email, 'Temporary login password'));

    const { status, body: me } = await call('GET', '/me', { token: body.token });

    expect(status).toBe(200);
    expect(me['requiredActions']).toEqual(['initial-setup', 'set-login-password']);
    const person = await setUp(email);
    expect((await call('GET', '/me', { token: person.token })).body['requiredActions']).toEqual([]);
  });
});
