import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPermissions } from '../../../domain/permissions/check-permissions.ts';
import { completePermissions, NO_PERMISSIONS, type PartialPermissions } from '../../../domain/permissions/permissions.ts';
import { ACCOUNT_IDS, accountId, anyMatrix, soundMatrix } from './arbitraries.ts';
import { violations } from './oracle.ts';

const owned = fc.uniqueArray(accountId);

function errorsOf(partial: PartialPermissions, ownedAccountIds: readonly string[] = ACCOUNT_IDS) {
  const checked = checkPermissions(completePermissions(partial), { ownedAccountIds });

  return checked.ok ? [] : checked.refusal.errors.map(({ pointer, code }) => `${pointer} ${code}`);
}

const TRANSFERS = { inquiry: true, operation: true, transfer: true };

describe('checkPermissions over any matrix', () => {
  it('P-1, P-2, P-4, P-8 reports exactly the violations of the rules, each with its pointer', () => {
    fc.assert(
      fc.property(anyMatrix, owned, (matrix, ownedAccountIds) => {
        const checked = checkPermissions(matrix, { ownedAccountIds });
        const reported = checked.ok ? [] : checked.refusal.errors.map(({ pointer, code }) => `${pointer} ${code}`).sort();

        expect(reported).toEqual(violations(matrix, ownedAccountIds));
      }),
      { numRuns: 2_000 },
    );
  });

  it('P-1 decides all sixteen combinations of the rights on one account as the rule says', () => {
    const accepted = Array.from({ length: 16 }, (_, bits) => ({
      inquiry: (bits & 8) > 0,
      operation: (bits & 4) > 0,
      transfer: (bits & 2) > 0,
      bulkTransfer: (bits & 1) > 0,
    })).filter((rights) => errorsOf({ accounts: { [ACCOUNT_IDS[0]]: rights } }).length === 0);

    expect(accepted).toEqual([
      { inquiry: false, operation: false, transfer: false, bulkTransfer: false },
      { inquiry: true, operation: false, transfer: false, bulkTransfer: false },
      { inquiry: true, operation: true, transfer: false, bulkTransfer: true },
      { inquiry: true, operation: true, transfer: true, bulkTransfer: false },
      { inquiry: true, operation: true, transfer: true, bulkTransfer: true },
    ]);
  });

  it('accepts every matrix that keeps the rules, unchanged', () => {
    fc.assert(
      fc.property(soundMatrix, (matrix) => {
        expect(checkPermissions(matrix, { ownedAccountIds: ACCOUNT_IDS })).toEqual({ ok: true, value: matrix });
      }),
    );
  });

  it('accepts again whatever it accepted', () => {
    fc.assert(
      fc.property(fc.oneof(anyMatrix, soundMatrix), owned, (matrix, ownedAccountIds) => {
        const checked = checkPermissions(matrix, { ownedAccountIds });
        if (checked.ok) expect(checkPermissions(checked.value, { ownedAccountIds })).toEqual(checked);
      }),
    );
  });

  it('P-5 never leans on what `important` includes, so that turning it off breaks nothing', () => {
    fc.assert(
      fc.property(fc.oneof(anyMatrix, soundMatrix), owned, (matrix, ownedAccountIds) => {
        const verdicts = [true, false].map((important) => checkPermissions({ ...matrix, important }, { ownedAccountIds }).ok);

        expect(verdicts[0]).toBe(verdicts[1]);
      }),
    );
  });

  it('never repeats what was sent but the IDs of rights', () => {
    fc.assert(
      fc.property(anyMatrix, (matrix) => {
        const checked = checkPermissions(matrix, { ownedAccountIds: [] });
        const details = checked.ok ? '' : checked.refusal.errors.map(({ detail }) => detail).join('\n');

        for (const id of ACCOUNT_IDS) expect(details).not.toContain(id);
      }),
    );
  });
});

describe('checkPermissions', () => {
  it('P-1 names the right that is missing', () => {
    const checked = checkPermissions(completePermissions({ accounts: { [ACCOUNT_IDS[0]]: { operation: true } } }), {
      ownedAccountIds: ACCOUNT_IDS,
    });

    expect(checked).toMatchObject({
      ok: false,
      refusal: {
        errors: [
          { code: 'right-requires', params: { right: 'operation', requires: 'inquiry' } },
          { code: 'right-requires-one-of', params: { right: 'operation', requires: 'transfer, bulkTransfer' } },
        ],
      },
    });
  });

  it('P-2 accepts approval for a transfer right or a bulk transfer right on any account', () => {
    const approval = { approvalLimit: 10_000_000, selfApprovalLimit: 1_000_000 };

    expect(errorsOf({ approval })).toEqual(['/permissions/approval right-requires-one-of']);
    expect(errorsOf({ approval, accounts: { [ACCOUNT_IDS[1]]: TRANSFERS } })).toEqual([]);
    expect(
      errorsOf({ approval, accounts: { [ACCOUNT_IDS[2]]: { inquiry: true, operation: true, bulkTransfer: true } } }),
    ).toEqual([]);
  });

  it.each([
    [0, 0, []],
    [10_000, 10_000, []],
    [999_990_000_000, 0, []],
    [10_000, 20_000, ['selfApprovalLimit self-limit-above-limit']],
    [1_000_000_000_000, 0, ['approvalLimit limit-out-of-range']],
    [-10_000, -10_000, ['approvalLimit limit-out-of-range', 'selfApprovalLimit limit-out-of-range']],
    [15_000, 5_000, ['approvalLimit limit-not-a-multiple', 'selfApprovalLimit limit-not-a-multiple']],
    [null, 10_000, ['approvalLimit limit-required']],
    [10_000, null, ['selfApprovalLimit limit-required']],
  ])('P-2 limits of %s and %s yen: %j', (approvalLimit, selfApprovalLimit, expected) => {
    const errors = errorsOf({ accounts: { [ACCOUNT_IDS[0]]: TRANSFERS }, approval: { approvalLimit, selfApprovalLimit } });

    expect(errors).toEqual(expected.map((error) => `/permissions/approval/${error}`));
  });

  it('P-8 rejects an account of nobody, whatever it is called', () => {
    expect(errorsOf({ accounts: { 'a/b~c': { inquiry: true } } })).toEqual(['/permissions/accounts/a~1b~0c unknown-account']);
    expect(errorsOf({ accounts: { constructor: { inquiry: true } } })).toEqual([
      '/permissions/accounts/constructor unknown-account',
    ]);
    expect(errorsOf({ accounts: JSON.parse('{"__proto__":{"inquiry":true}}') })).toEqual([
      '/permissions/accounts/__proto__ unknown-account',
    ]);
  });

  it('P-6 accepts a group without any right', () => {
    expect(checkPermissions(NO_PERMISSIONS, { ownedAccountIds: [] }).ok).toBe(true);
  });
});
