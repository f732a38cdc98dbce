import { beforeAll, describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../../domain/permissions/catalogue.ts';
import { call, expectProblem } from '../../support/api.ts';
import { ACCOUNTS, addedPerson, createGroup, type Person, subscribedTenant } from '../../support/people.ts';

type Reason = { right: string; accountId?: string; rule: string; detail: string };
type Effective = { permissions: object; reasons: Reason[] };
type Holders = { users: { userId: string; name: string; reasons: Reason[] }[] };

const [FIRST, SECOND] = ACCOUNTS;
const ENGLISH = { 'accept-language': 'en' };

let master: Person;
let admin: Person;
let payer: Person;
let adminGroup: string;
let payers: string;

beforeAll(async () => {
  ({ master } = await subscribedTenant());
  adminGroup = await createGroup(master, '管理', { userAdministration: true, important: true });
  payers = await createGroup(master, '振込', {
    accounts: { [FIRST]: { inquiry: true, operation: true, transfer: true } },
    approval: { approvalLimit: 1_000_000, selfApprovalLimit: 50_000 },
  });
  admin = await addedPerson(master, adminGroup);
  payer = await addedPerson(master, payers);
});

const effective = (userId: string, headers = {}, { token } = master) =>
  call<Effective>('GET', `/users/${userId}/effective-permissions`, { token, headers });
const holders = (query: string, headers = {}) =>
  call<Holders>('GET', `/permission-holders?${query}`, { token: admin.token, headers });
const assignable = ({ token }: Person, userId: string) =>
  call<{ groups: { groupId: string; name: string }[] }>('GET', `/users/${userId}/assignable-groups`, { token });

describe('getEffectivePermissions', () => {
  it('P-1 P-2 says what somebody may do, with the rule and the group behind it, in the language asked for', async () => {
    const { status, body } = await effective(payer.userId, ENGLISH);

    expect(status).toBe(200);
    expect(body.permissions).toMatchObject({ approval: { approvalLimit: 1_000_000 }, important: false });
    expect(body.reasons).toEqual([
      ...['inquiry', 'operation', 'transfer'].map((right) => ({
        right,
        accountId: FIRST,
        rule: 'P-1',
        detail: 'Given by the group "振込"',
      })),
      { right: 'approval', rule: 'P-2', detail: 'Given by the group "振込"' },
    ]);
    expect((await effective(payer.userId, { 'accept-language': 'ja' })).body.reasons.at(-1)?.detail).toBe(
      'グループ「振込」の権限です',
    );
  });

  it('P-5 says that inquiry of every account comes with `important`', async () => {
    const { reasons } = (await effective(admin.userId, ENGLISH)).body;

    expect(reasons.filter(({ right }) => right === 'inquiry')).toEqual(
      ACCOUNTS.map((accountId) => ({
        right: 'inquiry',
        accountId,
        rule: 'P-5',
        detail: 'Included in the right "important" of the group "管理"',
      })),
    );
  });

  it('P-7 gives the master every right, and agrees with what the person sees', async () => {
    const { permissions, reasons } = (await effective(master.userId)).body;
    const me = (await call('GET', '/me', { token: master.token })).body;

    expect(permissions).toEqual(me['permissions']);
    expect(new Set(reasons.map(({ rule }) => rule))).toEqual(new Set(['P-7']));
    expect((await effective(payer.userId)).body.permissions).toEqual(
      (await call('GET', '/me', { token: payer.token })).body['permissions'],
    );
  });

  it('R-1 finds nobody who is not there, and answers nobody without the right', async () => {
    const { master: stranger } = await subscribedTenant();

    expectProblem(await effective('1000000000'), 'not-found', 404);
    expectProblem(await effective(stranger.userId), 'not-found', 404);
    expectProblem(await effective(payer.userId, {}, payer), 'permission-denied', 403);
  });
});

describe('listPermissionHolders', () => {
  it('P-1 P-7 finds who has a right on an account, the master first', async () => {
    const { status, body } = await holders(`right=transfer&accountId=${FIRST}`);

    expect(status).toBe(200);
    expect(body.users.map(({ userId }) => userId)).toEqual([master.userId, payer.userId]);
    expect((await holders(`right=transfer&accountId=${SECOND}`)).body.users.map(({ userId }) => userId)).toEqual([master.userId]);
    expect((await holders(`right=inquiry&accountId=${SECOND}`)).body.users.map(({ userId }) => userId).toSorted()).toEqual(
      [master.userId, admin.userId].toSorted(),
    );
  });

  it('P-2 A-2 A-3 holds an amount against the limits', async () => {
    const approvers = async (amount: number) =>
      (await holders(`right=approval&accountId=${FIRST}&amount=${amount}`)).body.users.map(({ userId }) => userId);

    expect(await approvers(1_000_000)).toEqual([master.userId, payer.userId]);
    expect(await approvers(1_000_001)).toEqual([master.userId]);
    const { users } = (await holders(`right=transfer&accountId=${FIRST}&amount=50001`, ENGLISH)).body;
    expect(users.map(({ reasons }) => reasons.at(-1)?.detail)).toEqual([
      'The amount is within the self-approval limit (unlimited): no other approval is needed',
      'The amount is above the self-approval limit (50,000 yen): another user has to approve',
    ]);
  });

  it('A-2 speaks of no limit when no amount was asked', async () => {
    const { users } = (await holders(`right=transfer&accountId=${FIRST}`)).body;

    expect(users.map(({ reasons }) => reasons.map(({ rule }) => rule))).toEqual([['P-7'], ['P-1']]);
  });

  it('P-5 finds who has a right for the tenant', async () => {
    expect((await holders('right=userAdministration')).body.users.map(({ userId }) => userId)).toEqual([
      master.userId,
      admin.userId,
    ]);
  });

  it('P-9 takes every right of the catalogue, the account with those given per account', async () => {
    for (const { id, scope } of CATALOGUE) {
      expect((await holders(`right=${id}${scope === 'account' ? `&accountId=${FIRST}` : ''}`)).status, id).toBe(200);
    }
  });

  it('refuses what cannot be asked, with a pointer', async () => {
    const refused = async (query: string) =>
      expectProblem(await holders(query), 'invalid-request', 400).map(({ pointer, code }) => [pointer, code]);

    expect(await refused('')).toEqual([['/query/right', 'required']]);
    expect(await refused('right=everything')).toEqual([['/query/right', 'invalid-value']]);
    expect(await refused('right=transfer')).toEqual([['/query/accountId', 'required']]);
    expect(await refused(`right=history&accountId=${FIRST}`)).toEqual([['/query/accountId', 'invalid-value']]);
    expect(await refused('right=history&amount=1')).toEqual([['/query/amount', 'invalid-value']]);
    expect(await refused('right=approval&amount=1e3')).toEqual([['/query/amount', 'invalid-format']]);
    expect(
      expectProblem(await holders('right=transfer&accountId=999-9999999'), 'rule-violation', 422).map(({ pointer }) => pointer),
    ).toEqual(['/query/accountId']);
  });
});

describe('listAssignableGroups', () => {
  it('U-6 offers every group for others, only those with the right for the own row, and none for the master', async () => {
    const all = [
      { groupId: adminGroup, name: '管理' },
      { groupId: payers, name: '振込' },
    ];
    const sorted = (groups: { groupId: string }[]) => groups.toSorted((a, b) => a.groupId.localeCompare(b.groupId));

    expect(sorted((await assignable(admin, payer.userId)).body.groups)).toEqual(sorted(all));
    expect(sorted((await assignable(master, admin.userId)).body.groups)).toEqual(sorted(all));
    expect((await assignable(admin, admin.userId)).body.groups).toEqual([all[0]]);
    expect((await assignable(master, master.userId)).body.groups).toEqual([]);
    expectProblem(await assignable(admin, '1000000000'), 'not-found', 404);
  });
});
