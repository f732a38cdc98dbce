import type { Permissions } from '../../../domain/permissions/permissions.ts';

/**
 * The rules P-1, P-2, P-4 and P-8 written down a second time, rule by rule and by hand, from their text and not from
 * the catalogue. Answers `<pointer> <code>` of every violation, sorted.
 */
export function violations(permissions: Permissions, owned: readonly string[]): string[] {
  const found: string[] = [];
  const must = (holds: boolean, violation: string) => {
    if (!holds) found.push(violation);
  };

  for (const [accountId, { inquiry, operation, transfer, bulkTransfer }] of Object.entries(permissions.accounts)) {
    const at = `/permissions/accounts/${accountId === 'odd/~id' ? 'odd~1~0id' : accountId}`;

    // P-8: a permission for an account the tenant does not own is rejected.
    must(owned.includes(accountId), `${at} unknown-account`);

    // P-1: a right needs the one before it; operation needs at least one of the two after it.
    if (operation) must(inquiry, `${at}/operation right-requires`);
    if (operation) must(transfer || bulkTransfer, `${at}/operation right-requires-one-of`);
    if (transfer) must(operation, `${at}/transfer right-requires`);
    if (bulkTransfer) must(operation, `${at}/bulkTransfer right-requires`);
  }

  if (permissions.approval) {
    // P-2: approval needs transfer or bulk transfer on some account.
    const some = Object.values(permissions.accounts).some((rights) => rights.transfer || rights.bulkTransfer);
    must(some, '/permissions/approval right-requires-one-of');

    // P-2, P-7: multiples of 10,000 yen from 0 to 999,990,000,000; unlimited is for the master only.
    const { approvalLimit, selfApprovalLimit } = permissions.approval;
    found.push(...limitViolations('approvalLimit', approvalLimit), ...limitViolations('selfApprovalLimit', selfApprovalLimit));

    // P-2: self <= approval.
    const above = approvalLimit !== null && selfApprovalLimit !== null && selfApprovalLimit > approvalLimit;
    must(!above, '/permissions/approval/selfApprovalLimit self-limit-above-limit');
  }

  // P-4: inquiry before operation.
  if (permissions.timeDeposit.operation)
    must(permissions.timeDeposit.inquiry, '/permissions/timeDeposit/operation right-requires');
  if (permissions.foreignCurrency.operation) {
    must(permissions.foreignCurrency.inquiry, '/permissions/foreignCurrency/operation right-requires');
  }

  return found.sort();
}

function limitViolations(field: string, limit: number | null): string[] {
  const at = `/permissions/approval/${field}`;

  if (limit === null) return [`${at} limit-required`];
  if (Number.isNaN(limit) || limit < 0 || limit > 999_990_000_000) return [`${at} limit-out-of-range`];
  if (!Number.isInteger(limit / 10_000)) return [`${at} limit-not-a-multiple`];

  return [];
}
