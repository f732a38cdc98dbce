import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../../domain/permissions/catalogue.ts';
import { checkPermissions } from '../../../domain/permissions/check-permissions.ts';
import {
  currentPermissions,
  effectivePermissions,
  grantPermissions,
  hasRight,
  type OwnedAccount,
} from '../../../domain/permissions/effective-permissions.ts';
import { completePermissions, masterPermissions, NO_PERMISSIONS } from '../../../domain/permissions/permissions.ts';
import { ACCOUNT_IDS, laterAccounts, soundMatrix } from './arbitraries.ts';

const [FIRST, SECOND] = ACCOUNT_IDS;
const openings = (opening: number) => ACCOUNT_IDS.map((accountId) => ({ accountId, opening }));
const TRANSFERS = { inquiry: true, operation: true, transfer: true, bulkTransfer: false };

function grantedFrom(partial: Parameters<typeof completePermissions>[0], accounts: readonly OwnedAccount[] = openings(1)) {
  const checked = checkPermissions(completePermissions(partial), { ownedAccountIds: accounts.map(({ accountId }) => accountId) });
  if (!checked.ok) throw new Error('not a matrix a group may have');

  return grantPermissions(checked.value, accounts);
}

describe('currentPermissions', () => {
  it('is the matrix given, while no account changes', () => {
    fc.assert(
      fc.property(soundMatrix, (matrix) => {
        expect(currentPermissions(grantPermissions(matrix, openings(3)), openings(3))).toEqual(matrix);
      }),
    );
  });

  it('P-8 keeps rights on accounts that stayed open, and no others', () => {
    fc.assert(
      fc.property(soundMatrix, laterAccounts, (matrix, accounts) => {
        const current = currentPermissions(grantPermissions(matrix, openings(1)), accounts);
        const stayed = accounts.filter(({ opening }) => opening === 1).map(({ accountId }) => accountId as string);

        expect(Object.keys(current.accounts).sort()).toEqual(
          Object.keys(matrix.accounts)
            .filter((id) => stayed.includes(id))
            .sort(),
        );
        for (const [accountId, rights] of Object.entries(current.accounts)) expect(rights).toEqual(matrix.accounts[accountId]);
      }),
    );
  });

  it('P-8 leaves a matrix that the group could be given again, whatever was closed', () => {
    fc.assert(
      fc.property(soundMatrix, laterAccounts, (matrix, accounts) => {
        const current = currentPermissions(grantPermissions(matrix, openings(1)), accounts);

        expect(checkPermissions(current, { ownedAccountIds: accounts.map(({ accountId }) => accountId) }).ok).toBe(true);
      }),
    );
  });

  it('P-8 a closed account is gone for good, also when it is opened again', () => {
    const granted = grantedFrom({ accounts: { [FIRST]: TRANSFERS, [SECOND]: { inquiry: true } } });
    const afterReopening = [
      { accountId: FIRST, opening: 9 },
      { accountId: SECOND, opening: 1 },
    ];

    expect(Object.keys(currentPermissions(granted, afterReopening).accounts)).toEqual([SECOND]);
  });

  it('P-2 drops approval with the last account that could be transferred from, and keeps it before', () => {
    const granted = grantedFrom({
      accounts: { [FIRST]: TRANSFERS, [SECOND]: TRANSFERS },
      approval: { approvalLimit: 10_000, selfApprovalLimit: 0 },
    });

    expect(currentPermissions(granted, [{ accountId: SECOND, opening: 1 }]).approval).toEqual(granted.approval);
    expect(currentPermissions(granted, []).approval).toBeNull();
  });
});

describe('effectivePermissions', () => {
  it('S-3 gives the representative nothing before applying', () => {
    expect(effectivePermissions({ role: 'representative' }, openings(1))).toEqual(NO_PERMISSIONS);
  });

  it('P-7 gives the master every right on the accounts the tenant owns now', () => {
    expect(effectivePermissions({ role: 'master' }, openings(5))).toEqual(masterPermissions(ACCOUNT_IDS));
  });

  it('P-5 includes inquiry of every account in `important`, also of one opened later', () => {
    const granted = grantedFrom({ important: true }, [{ accountId: FIRST, opening: 1 }]);
    const effective = effectivePermissions({ role: 'user', granted }, openings(2));

    for (const accountId of ACCOUNT_IDS) {
      expect(effective.accounts[accountId]).toEqual({ inquiry: true, operation: false, transfer: false, bulkTransfer: false });
    }
  });

  it('P-5, P-8 is the current matrix, plus inquiry where `important` includes it, and nothing else', () => {
    fc.assert(
      fc.property(soundMatrix, laterAccounts, (matrix, accounts) => {
        const granted = grantPermissions(matrix, openings(1));
        const current = currentPermissions(granted, accounts);
        const effective = effectivePermissions({ role: 'user', granted }, accounts);

        for (const entry of CATALOGUE) {
          if (entry.scope === 'tenant') {
            expect(hasRight(effective, entry.id)).toBe(hasRight(current, entry.id));
            continue;
          }
          for (const accountId of ACCOUNT_IDS) {
            const owned = accounts.some((account) => account.accountId === accountId);
            const included = matrix.important && entry.id === 'inquiry' && owned;

            expect(hasRight(effective, entry.id, accountId)).toBe(included || hasRight(current, entry.id, accountId));
          }
        }
      }),
    );
  });
});

describe('hasRight', () => {
  it('takes no inherited property for an account', () => {
    const master = masterPermissions([FIRST]);

    expect(hasRight(master, 'inquiry', FIRST)).toBe(true);
    for (const accountId of ['constructor', '__proto__', 'toString', SECOND]) {
      expect(hasRight(master, 'inquiry', accountId)).toBe(false);
    }
  });
});
