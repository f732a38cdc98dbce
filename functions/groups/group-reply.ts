import type { Group } from '../../domain/groups/group.ts';
import { currentPermissions, type OwnedAccount } from '../../domain/permissions/effective-permissions.ts';

/** A group as the API shows it: with the rights that count now (P-8). */
export function groupReply({ groupId, name, permissions, version }: Group, accounts: readonly OwnedAccount[]) {
  return { groupId, name, permissions: currentPermissions(permissions, accounts), version };
}
