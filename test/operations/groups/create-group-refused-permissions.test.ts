import { beforeAll, describe, expect, it } from 'vitest';
import { call, expectProblem } from '../../support/api.ts';
import { ACCOUNTS, confirmation, type Person, subscribedTenant } from '../../support/people.ts';

const [FIRST, SECOND] = ACCOUNTS;
const TRANSFERS = { inquiry: true, operation: true, transfer: true };
const MOST = 999_990_000_000;

const account = (rights: object) => ({ accounts: { [FIRST]: rights } });
const limits = (approvalLimit: unknown, selfApprovalLimit: unknown) => ({
  accounts: { [FIRST]: TRANSFERS },
  approval: { approvalLimit, selfApprovalLimit },
});
const at = (right: string) => `/permissions/accounts/${FIRST}/${right}`;
const limit = '/permissions/approval/approvalLimit';
const selfLimit = '/permissions/approval/selfApprovalLimit';

let master: Person;
// A refusal gives the mail token back, so that one serves for all of them.
let confirmed: unknown;

beforeAll(async () => {
  ({ master } = await subscribedTenant());
  confirmed = await confirmation(master, 'createGroup');
});

const create = (name: string, permissions: unknown, headers = {}) =>
  call('POST', '/groups', { token: master.token, body: { name, permissions, confirmation: confirmed }, headers });

const groups = async () => (await call<{ groups: unknown[] }>('GET', '/groups', { token: master.token })).body.groups;

describe('refused', () => {
  it.each<[string, unknown, [pointer: string, code: string][]]>([
    ['P-1 operation without inquiry', account({ operation: true, transfer: true }), [[at('operation'), 'right-requires']]],
    [
      'P-1 operation without a kind of transfer',
      account({ inquiry: true, operation: true }),
      [[at('operation'), 'right-requires-one-of']],
    ],
    ['P-1 transfer without operation', account({ inquiry: true, transfer: true }), [[at('transfer'), 'right-requires']]],
    [
      'P-1 bulk transfer without operation',
      account({ inquiry: true, bulkTransfer: true }),
      [[at('bulkTransfer'), 'right-requires']],
    ],
    [
      'P-1 a chain over two accounts',
      { accounts: { [FIRST]: { inquiry: true }, [SECOND]: { operation: true, transfer: true } } },
      [[`/permissions/accounts/${SECOND}/operation`, 'right-requires']],
    ],
    [
      'P-1 P-5 operation with important in place of inquiry',
      { ...account({ operation: true, transfer: true }), important: true },
      [[at('operation'), 'right-requires']],
    ],
    [
      'P-2 approval without transfers',
      { ...account({ inquiry: true }), approval: { approvalLimit: 0 } },
      [['/permissions/approval', 'right-requires-one-of']],
    ],
    [
      'P-2 a limit that is no multiple of 10,000 yen',
      limits(10_001, 9_999),
      [
        [limit, 'limit-not-a-multiple'],
        [selfLimit, 'limit-not-a-multiple'],
      ],
    ],
    [
      'P-2 limits below 0 and above the highest',
      limits(MOST + 10_000, -10_000),
      [
        [limit, 'limit-out-of-range'],
        [selfLimit, 'limit-out-of-range'],
      ],
    ],
    ['P-2 a self-approval limit above the approval limit', limits(10_000, 20_000), [[selfLimit, 'self-limit-above-limit']]],
    [
      'P-7 no limit, which only the master has',
      limits(null, null),
      [
        [limit, 'limit-required'],
        [selfLimit, 'limit-required'],
      ],
    ],
    [
      'P-4 operation without inquiry',
      { timeDeposit: { operation: true }, foreignCurrency: { operation: true } },
      [
        ['/permissions/timeDeposit/operation', 'right-requires'],
        ['/permissions/foreignCurrency/operation', 'right-requires'],
      ],
    ],
    [
      'P-8 an account the tenant does not own',
      { accounts: { '999-9999999': { inquiry: true } } },
      [['/permissions/accounts/999-9999999', 'unknown-account']],
    ],
  ])('%s', async (_what, permissions, expected) => {
    const errors = expectProblem(await create('無効', permissions), 'rule-violation', 422);

    expect(errors.map(({ pointer, code }) => [pointer, code])).toEqual(expected);
    for (const { detail } of errors) expect(detail).not.toBe('');
    expect(await groups()).toEqual([]);
  });

  it('G-4 P-1 P-2 P-4 P-8 names every violation at once', async () => {
    const permissions = {
      accounts: { '999-9999999': { inquiry: true }, [FIRST]: { transfer: true }, [SECOND]: { inquiry: true, operation: true } },
      approval: { approvalLimit: 5, selfApprovalLimit: 20_000 },
      foreignCurrency: { operation: true },
    };

    const errors = expectProblem(await create('経理\n', permissions), 'rule-violation', 422);
    const named = expectProblem(await create('経\n理', permissions), 'rule-violation', 422);

    expect(errors.map(({ pointer }) => pointer).toSorted()).toEqual(
      [
        '/permissions/accounts/999-9999999',
        at('transfer'),
        `/permissions/accounts/${SECOND}/operation`,
        '/permissions/foreignCurrency/operation',
        limit,
        selfLimit,
      ].toSorted(),
    );
    expect(named.map(({ pointer }) => pointer)).toEqual(['/name', ...errors.map(({ pointer }) => pointer)]);
  });

  it('R-6 says what is wrong in Japanese or English', async () => {
    const inLanguage = async (language: string) => {
      const answer = await create('無効', limits(10_001, 0), { 'accept-language': language });
      return expectProblem(answer, 'rule-violation', 422)[0]?.detail;
    };

    expect(await inLanguage('ja')).toBe('限度額は10000円単位にしてください');
    expect(await inLanguage('en')).toBe('The limit has to be a multiple of 10000 yen');
  });
});
