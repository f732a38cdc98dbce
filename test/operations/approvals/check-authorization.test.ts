import { beforeAll, describe, expect, it } from 'vitest';
import { call, expectProblem } from '../../support/api.ts';
import { type Company, company } from '../../support/approvals.ts';
import { ACCOUNTS, type Person, registeredTenant, setUp } from '../../support/people.ts';
import { recordedOperations } from '../../support/stored.ts';

type Decision = { decision: string; reasons: { rule: string; detail: string }[] };

let us: Company;
beforeAll(async () => {
  us = await company();
});

const check = async ({ token }: Person, body: object, headers = {}) =>
  (await call<Decision>('POST', '/authorization-checks', { token, body, headers })).body;
const rulesOf = ({ reasons }: Decision) => reasons.map(({ rule }) => rule);
const transfer = (amount?: number, accountId: string = ACCOUNTS[0]) => ({ operation: 'transfer', accountId, amount });

describe('checkAuthorization', () => {
  it('A-1 A-2 allows up to the own limit, with a confirmation; above it another user has to approve', async () => {
    const within = await check(us.approver, transfer(1_000_000));
    const above = await check(us.approver, transfer(1_000_001), { 'accept-language': 'en' });

    expect([within.decision, rulesOf(within)]).toEqual(['allow', ['P-1', 'A-2', 'A-2']]);
    expect([above.decision, rulesOf(above)]).toEqual(['needs-approval', ['P-1', 'A-2', 'A-3']]);
    expect(above.reasons.map(({ detail }) => detail).join(' ')).toMatch(/limit \(1,000,000 yen\).*at least 1,000,001 yen/);
  });

  it('A-1 P-1 denies without the right, and says which rule', async () => {
    const denied = await check(us.maker, transfer(1, ACCOUNTS[1]));

    expect([denied.decision, rulesOf(denied)]).toEqual(['deny', ['P-1']]);
  });

  it('A-1 A-3 knows who may approve how much', async () => {
    const approval = (amount: number) => ({ operation: 'approval', accountId: ACCOUNTS[0], amount });

    expect((await check(us.approver, approval(10_000_000))).decision).toBe('allow');
    expect((await check(us.approver, approval(10_000_001))).decision).toBe('deny');
    expect((await check(us.maker, approval(1))).decision).toBe('deny');
    expect((await check(us.master, approval(999_999_999_999))).decision).toBe('allow');
  });

  it('A-1 without an amount tells whether there is any the user may move', async () => {
    expect((await check(us.approver, transfer())).decision).toBe('allow');
    expect((await check(us.maker, transfer())).decision).toBe('needs-approval');
    expect((await check(us.maker, { operation: 'history' })).decision).toBe('deny');
  });

  it('S-3 denies the representative who has not applied, and P-8 knows no account of others', async () => {
    const { email } = await registeredTenant();
    const representative = await setUp(email);
    const denied = await check(representative, transfer(1));

    expect([denied.decision, rulesOf(denied)]).toEqual(['deny', ['S-3']]);
    expect(rulesOf(await check(us.master, transfer(1, '999-9999999')))).toEqual(['P-8']);
  });

  it('changes nothing and leaves no record', async () => {
    const before = recordedOperations(us.tenantId).length;
    await check(us.approver, transfer(1));

    expect(recordedOperations(us.tenantId)).toHaveLength(before);
  });

  it.each([
    ['a right per account without one', { operation: 'transfer', amount: 1 }, '/accountId'],
    ['an account for a right of the tenant', { operation: 'history', accountId: ACCOUNTS[0] }, '/accountId'],
    ['an amount for inquiry', { operation: 'inquiry', accountId: ACCOUNTS[0], amount: 1 }, '/amount'],
    ['an unknown right', { operation: 'everything' }, '/operation'],
    ['an amount of 0', transfer(0), '/amount'],
  ])('A-1 refuses %s', async (_, body, pointer) => {
    const answer = await call('POST', '/authorization-checks', { token: us.approver.token, body });

    expect(expectProblem(answer, 'invalid-request', 400)).toMatchObject([{ pointer }]);
  });
});
