import type { Person } from '../../domain/approvals/approver.ts';
import type { Holder, OwnedAccount } from '../../domain/permissions/effective-permissions.ts';
import { subjectOf } from '../../domain/permissions/subject.ts';
import type { Actor } from '../runtime/actor.ts';

/** The caller with the rights of this moment. */
export function personOf({ userId, role, group }: Actor, accounts: readonly OwnedAccount[]): Person {
  const holder: Holder = role === 'user' && group !== undefined ? { role, granted: group.permissions } : roleHolder(role);

  return { userId, subject: subjectOf(holder, accounts), accounts };
}

function roleHolder(role: Actor['role']): Holder {
  if (role === 'user') throw new Error('An added user is in a group');

  return { role };
}
