import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACCOUNT_ENTRIES, TENANT_ENTRIES } from '../../../domain/permissions/catalogue.ts';
import {
  effectivePermissions,
  grantPermissions,
  type Holder,
  hasRight,
} from '../../../domain/permissions/effective-permissions.ts';
import { explainPermissions } from '../../../domain/permissions/explain-permissions.ts';
import { completePermissions } from '../../../domain/permissions/permissions.ts';
import { ACCOUNT_IDS, soundMatrix } from './arbitraries.ts';

const OPEN = ACCOUNT_IDS.map((accountId) => ({ accountId, opening: 1 }));
const [FIRST] = ACCOUNT_IDS;
const member = (matrix: Parameters<typeof grantPermissions>[0]): Holder => ({
  role: 'user',
  granted: grantPermissions(matrix, OPEN),
});
const holders: fc.Arbitrary<Holder> = fc.oneof(
  soundMatrix.map(member),
  fc.constantFrom<Holder>({ role: 'master' }, { role: 'representative' }),
);
const someOpen = fc.subarray(OPEN);

describe('explainPermissions', () => {
  it('P-1 P-2 P-4 P-5 P-7 P-8 gives a reason for every right there is, and for no other', () => {
    fc.assert(
      fc.property(holders, someOpen, (holder, accounts) => {
        const effective = effectivePermissions(holder, accounts);
        const held = [
          ...accounts.flatMap(({ accountId }) =>
            ACCOUNT_ENTRIES.filter(({ id }) => hasRight(effective, id, accountId)).map(({ id }) => `${id} ${accountId}`),
          ),
          ...TENANT_ENTRIES.filter(({ id }) => hasRight(effective, id)).map(({ id }) => id),
        ];

        const explained = explainPermissions(holder, accounts)
          .filter(({ cause }) => cause !== 'account-closed')
          .map(({ right, accountId }) => (accountId === undefined ? right : `${right} ${accountId}`));

        expect(explained).toEqual(held);
      }),
    );
  });

  it('P-5 tells inquiry that the group gives from inquiry that `important` includes', () => {
    const matrix = completePermissions({
      accounts: { [FIRST]: { inquiry: true, operation: true, transfer: true } },
      important: true,
    });
    const reasons = explainPermissions(member(matrix as Parameters<typeof member>[0]), OPEN);

    expect(reasons.filter(({ right }) => right === 'inquiry')).toEqual([
      { right: 'inquiry', accountId: FIRST, rule: 'P-1', cause: 'group' },
      ...ACCOUNT_IDS.slice(1).map((accountId) => ({
        right: 'inquiry',
        accountId,
        rule: 'P-5',
        cause: 'included-in-important',
      })),
    ]);
  });

  it('P-8 says when approval went with the last account that had a transfer right', () => {
    const matrix = completePermissions({
      accounts: { [FIRST]: { inquiry: true, operation: true, transfer: true } },
      approval: { approvalLimit: 10_000, selfApprovalLimit: 0 },
    });
    const holder = member(matrix as Parameters<typeof member>[0]);
    const closed = OPEN.filter(({ accountId }) => accountId !== FIRST);

    expect(explainPermissions(holder, OPEN)).toContainEqual({ right: 'approval', rule: 'P-2', cause: 'group' });
    expect(explainPermissions(holder, closed)).toEqual([{ right: 'approval', rule: 'P-8', cause: 'account-closed' }]);
  });
});
