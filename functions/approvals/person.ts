import type { Person } from '../../domain/approvals/approver.ts';
import type { OwnedAccount } from '../../domain/permissions/effective-permissions.ts';
import { subjectOf } from '../../domain/permissions/subject.ts';
import { holderOf } from '../permissions/members.ts';
import type { Actor } from '../runtime/actor.ts';

/** The caller with the rights of this moment. */
export function personOf({ userId, role, group }: Actor, accounts: readonly OwnedAccount[]): Person {
  const holder = role === 'representative' ? ({ role } as const) : holderOf(role, group);
  if (holder === undefined) throw new Error('An added user is in a group');

  return { userId, subject: subjectOf(holder, accounts), accounts };
}
