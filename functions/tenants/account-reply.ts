import type { Account } from '../../domain/tenants/tenant.ts';

/** An account as the API shows it. */
export function accountReply({ accountId, branchCode, branchName, accountNumber, name, representative }: Account) {
  return { accountId, branchCode, branchName, accountNumber, name, representative };
}
