import { currentPermissions, effectivePermissions, type Holder, type OwnedAccount } from './effective-permissions.ts';
import type { Permissions } from './permissions.ts';

/** Somebody with the rights of this moment. */
export type Subject = {
  readonly role: Holder['role'];
  /** What the group's matrix gives; everything for the master. */
  readonly given: Permissions;
  /** The same with what `important` includes (P-5). */
  readonly effective: Permissions;
};

export function subjectOf(holder: Holder, accounts: readonly OwnedAccount[]): Subject {
  const effective = effectivePermissions(holder, accounts);
  const given = holder.role === 'user' ? currentPermissions(holder.granted, accounts) : effective;

  return { role: holder.role, given, effective };
}
