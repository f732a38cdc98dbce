import { beforeAll, describe, expect, it } from 'vitest';
import { call, expectProblem } from '../../support/api.ts';
import {
  ACCOUNTS,
  addedPerson,
  createGroup,
  type Person,
  registeredTenant,
  setUp,
  subscribedTenant,
} from '../../support/people.ts';

const read = (token: string | undefined, groupId: string) => call('GET', `/groups/${encodeURIComponent(groupId)}`, { token });

let master: Person;
let groupId: string;

beforeAll(async () => {
  ({ master } = await subscribedTenant());
  groupId = await createGroup(master, '振込', {
    accounts: { [ACCOUNTS[1]]: { inquiry: true, operation: true, transfer: true } },
    approval: { approvalLimit: 5_000_000, selfApprovalLimit: 10_000 },
    userAdministration: true,
  });
});

describe('answered', () => {
  it('G-1 with the name, every permission and the version, which an edit will name', async () => {
    const { status, body } = await read(master.token, groupId);

    expect(status).toBe(200);
    expect(body).toEqual({
      groupId,
      name: '振込',
      permissions: {
        accounts: { [ACCOUNTS[1]]: { inquiry: true, operation: true, transfer: true, bulkTransfer: false } },
        approval: { approvalLimit: 5_000_000, selfApprovalLimit: 10_000 },
        timeDeposit: { inquiry: false, operation: false },
        foreignCurrency: { inquiry: false, operation: false },
        important: false,
        securitySettings: false,
        userAdministration: true,
        directDebit: false,
        depositAccounts: false,
        history: false,
        mobileApp: false,
        documents: false,
      },
      version: 1,
    });
  });

  it('to a user administrator as to the master', async () => {
    const person = await addedPerson(master, groupId);

    expect((await read(person.token, groupId)).body).toEqual((await read(master.token, groupId)).body);
  });
});

describe('refused', () => {
  it('R-1 for a group of another tenant, as for one that never was', async () => {
    const other = await subscribedTenant();
    const theirs = await createGroup(other.master, '他社');

    for (const unknown of [theirs, 'g7Hq2LmZ0aXc', 'constructor', '__proto__']) {
      expectProblem(await read(master.token, unknown), 'not-found', 404);
    }
    expect((await read(other.master.token, theirs)).status).toBe(200);
  });

  it.each(['a b', 'g#1', 'あ', 'x'.repeat(33)])('for the malformed ID %j, with a pointer to it', async (malformed) => {
    const errors = expectProblem(await read(master.token, malformed), 'invalid-request', 400);

    expect(errors).toMatchObject([{ pointer: '/path/groupId' }]);
  });

  it('to whoever lacks userAdministration, even for the own group', async () => {
    const own = await createGroup(master, '照会', { important: true, history: true });
    const person = await addedPerson(master, own);

    expectProblem(await read(person.token, own), 'permission-denied', 403);
  });

  it('before the tenant has applied', async () => {
    const representative = await setUp((await registeredTenant()).email);

    expectProblem(await read(representative.token, groupId), 'not-subscribed', 409);
  });

  it('without a session', async () => {
    expectProblem(await read(undefined, groupId), 'unauthenticated', 401);
  });
});
