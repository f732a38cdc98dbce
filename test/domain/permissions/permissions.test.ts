import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../../domain/permissions/catalogue.ts';
import { hasRight } from '../../../domain/permissions/effective-permissions.ts';
import { completePermissions, masterPermissions, NO_PERMISSIONS } from '../../../domain/permissions/permissions.ts';
import { ACCOUNT_IDS, anyMatrix } from './arbitraries.ts';

describe('completePermissions', () => {
  it('reads every missing field as "no"', () => {
    expect(completePermissions({})).toEqual(NO_PERMISSIONS);
    expect(completePermissions({ accounts: { a: {} }, approval: {}, timeDeposit: {}, foreignCurrency: {} })).toEqual({
      ...NO_PERMISSIONS,
      accounts: { a: { inquiry: false, operation: false, transfer: false, bulkTransfer: false } },
      approval: { approvalLimit: 0, selfApprovalLimit: 0 },
    });
  });

  it('keeps whatever was given and changes nothing the second time', () => {
    fc.assert(
      fc.property(anyMatrix, (matrix) => {
        expect(completePermissions(matrix)).toEqual(matrix);
      }),
    );
  });

  it('completes any part of a matrix to one that agrees with it', () => {
    const partial = fc.record(
      { important: fc.boolean(), history: fc.boolean(), timeDeposit: fc.record({ inquiry: fc.boolean() }, { requiredKeys: [] }) },
      { requiredKeys: [] },
    );

    fc.assert(
      fc.property(partial, (part) => {
        const complete = completePermissions(part);

        expect(complete).toMatchObject(part);
        expect(completePermissions(complete)).toEqual(complete);
      }),
    );
  });
});

describe('masterPermissions', () => {
  it('P-7 holds every right on every account, without a limit', () => {
    const master = masterPermissions(ACCOUNT_IDS);

    for (const entry of CATALOGUE) {
      if (entry.scope === 'tenant') expect(hasRight(master, entry.id)).toBe(true);
      else for (const accountId of ACCOUNT_IDS) expect(hasRight(master, entry.id, accountId)).toBe(true);
    }
    expect(master.approval).toEqual({ approvalLimit: null, selfApprovalLimit: null });
  });
});
