import { givenPermissions, type Holder, type OwnedAccount, withIncludedInquiry } from './effective-permissions.ts';
import type { Permissions } from './permissions.ts';

/** Somebody with the rights of this moment. */
export type Subject = {
  readonly role: Holder['role'];
  /** What the group's matrix gives; everything for the master. */
  readonly given: Permissions;
  /** The same with what `important` includes (P-5). */
  readonly effective: Permissions;
  /** P-8: the group's matrix gives `approval`, but the last account with a transfer right is closed. */
  readonly approvalLost: boolean;
};

export function subjectOf(holder: Holder, accounts: readonly OwnedAccount[]): Subject {
  const given = givenPermissions(holder, accounts);
  const effective = withIncludedInquiry(given, accounts);
  const approvalLost = holder.role === 'user' && holder.granted.approval !== null && given.approval === null;

  return { role: holder.role, given, effective, approvalLost };
}
