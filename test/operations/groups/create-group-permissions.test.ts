import { beforeAll, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import type { createGroup as contract } from '../../../functions/contracts/groups.ts';
import { call } from '../../support/api.ts';
import { ACCOUNTS, addedPerson, confirmation, createGroup, type Person, subscribedTenant } from '../../support/people.ts';

type Permissions = z.output<(typeof contract.replies)[201]>['permissions'];

const NONE: Permissions = {
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

const [FIRST, SECOND] = ACCOUNTS;
const TRANSFERS = { inquiry: true, operation: true, transfer: true, bulkTransfer: false };
const MOST = 999_990_000_000;

let master: Person;

const create = async (name: string, permissions: unknown, confirmed: unknown) =>
  call<{ permissions: Permissions }>('POST', '/groups', {
    token: master.token,
    body: { name, permissions, confirmation: confirmed },
  });

beforeAll(async () => {
  ({ master } = await subscribedTenant());
});

describe('created', () => {
  it.each<[string, unknown, Partial<Permissions>]>([
    ['P-6 nothing at all: a missing field means no', {}, {}],
    [
      'P-1 inquiry alone',
      { accounts: { [FIRST]: { inquiry: true } } },
      { accounts: { [FIRST]: { ...TRANSFERS, operation: false, transfer: false } } },
    ],
    [
      'P-1 the chain up to bulk transfer alone',
      { accounts: { [FIRST]: { inquiry: true, operation: true, bulkTransfer: true } } },
      { accounts: { [FIRST]: { ...TRANSFERS, transfer: false, bulkTransfer: true } } },
    ],
    [
      'P-1 an account without any right',
      { accounts: { [FIRST]: {} } },
      { accounts: { [FIRST]: { inquiry: false, operation: false, transfer: false, bulkTransfer: false } } },
    ],
    [
      'P-2 the highest limits',
      { accounts: { [SECOND]: TRANSFERS }, approval: { approvalLimit: MOST, selfApprovalLimit: MOST } },
      { accounts: { [SECOND]: TRANSFERS }, approval: { approvalLimit: MOST, selfApprovalLimit: MOST } },
    ],
    [
      'P-2 a missing limit, which means 0',
      { accounts: { [SECOND]: TRANSFERS }, approval: { approvalLimit: 10_000 } },
      { accounts: { [SECOND]: TRANSFERS }, approval: { approvalLimit: 10_000, selfApprovalLimit: 0 } },
    ],
    [
      'P-4 operation on top of inquiry',
      { timeDeposit: { inquiry: true, operation: true }, foreignCurrency: { inquiry: true } },
      { timeDeposit: { inquiry: true, operation: true }, foreignCurrency: { inquiry: true, operation: false } },
    ],
    [
      'P-5 every yes/no right by itself',
      {
        important: true,
        securitySettings: true,
        userAdministration: true,
        directDebit: true,
        depositAccounts: true,
        history: true,
        mobileApp: true,
        documents: true,
      },
      {
        important: true,
        securitySettings: true,
        userAdministration: true,
        directDebit: true,
        depositAccounts: true,
        history: true,
        mobileApp: true,
        documents: true,
      },
    ],
  ])('%s', async (name, permissions, expected) => {
    const { status, body } = await create(name.slice(0, 40), permissions, await confirmation(master, 'createGroup'));

    expect(status).toBe(201);
    expect(body.permissions).toEqual({ ...NONE, ...expected });
  });

  it('P-5 important lets its members see every yen account, without the group saying so', async () => {
    const groupId = await createGroup(master, '重要権限', { important: true, accounts: { [FIRST]: TRANSFERS } });
    const person = await addedPerson(master, groupId);

    const me = await call<{ permissions: Permissions }>('GET', '/me', { token: person.token });
    const group = await call<{ permissions: Permissions }>('GET', `/groups/${groupId}`, { token: master.token });

    const inquiryOnly = { inquiry: true, operation: false, transfer: false, bulkTransfer: false };
    expect(me.body.permissions.accounts).toEqual({ [FIRST]: TRANSFERS, [SECOND]: inquiryOnly, [ACCOUNTS[2]]: inquiryOnly });
    expect(group.body.permissions.accounts).toEqual({ [FIRST]: TRANSFERS });
  });
});
