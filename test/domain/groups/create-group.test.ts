import { describe, expect, it } from 'vitest';
import { createGroup } from '../../../domain/groups/create-group.ts';
import { completePermissions, NO_PERMISSIONS } from '../../../domain/permissions/permissions.ts';
import { EMPTY_ROSTER, LIMITS, rosterWith } from '../subscriptions/arbitraries.ts';

const SURROUNDINGS = {
  roster: EMPTY_ROSTER,
  accounts: [{ accountId: '101-1000088', opening: 3 }],
  limits: LIMITS,
  digest: (text: string) => `<${text}>`,
};
const CANDIDATE = { groupId: 'g1', name: ' Accounting ', permissions: NO_PERMISSIONS };

describe('createGroup', () => {
  it('G-2 answers the group, its rights bound to the accounts open now, and the roster with it', () => {
    const permissions = completePermissions({ accounts: { '101-1000088': { inquiry: true } }, documents: true });

    const created = createGroup({ ...CANDIDATE, permissions }, SURROUNDINGS);

    expect(created).toMatchObject({
      ok: true,
      value: {
        group: {
          groupId: 'g1',
          name: 'Accounting',
          permissions: { accounts: { '101-1000088': { inquiry: true, transfer: false, opening: 3 } }, documents: true },
          version: 1,
        },
        roster: { groups: { g1: { nameDigest: '<accounting>', members: [] } }, version: 2 },
      },
    });
  });

  it('reports a bad name and every broken dependency together', () => {
    const permissions = completePermissions({
      accounts: { '999-0000000': { transfer: true } },
      timeDeposit: { operation: true },
    });

    const created = createGroup({ ...CANDIDATE, name: ' ', permissions }, SURROUNDINGS);

    expect(created.ok || created.refusal).toMatchObject({
      code: 'rule-violation',
      errors: [
        { pointer: '/name', code: 'name-empty' },
        { pointer: '/permissions/accounts/999-0000000', code: 'unknown-account' },
        { pointer: '/permissions/accounts/999-0000000/transfer', code: 'right-requires' },
        { pointer: '/permissions/timeDeposit/operation', code: 'right-requires' },
      ],
    });
  });

  it('G-4 refuses a name that differs from a live one in case and width only', () => {
    const first = createGroup(CANDIDATE, SURROUNDINGS);
    if (!first.ok) throw new Error('the first group is fine');

    const second = createGroup(
      { ...CANDIDATE, groupId: 'g2', name: 'ＡＣＣＯＵＮＴＩＮＧ' },
      { ...SURROUNDINGS, roster: first.value.roster },
    );

    expect(second).toEqual({ ok: false, refusal: { code: 'duplicate-name' } });
  });

  it('G-3 refuses group 101', () => {
    const roster = rosterWith(Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`g${n}`, 0])));

    expect(createGroup({ ...CANDIDATE, groupId: 'more' }, { ...SURROUNDINGS, roster })).toMatchObject({
      refusal: { code: 'limit-reached', limit: 100 },
    });
  });
});
