import type { GrantedPermissions } from '../../../domain/permissions/effective-permissions.ts';
import { type Key, key, partitions } from './keys.ts';
import { type Item, queryPartition } from './read.ts';
import { check, putNew, type Write } from './write.ts';

export type Group = {
  readonly groupId: string;
  readonly name: string;
  readonly permissions: GrantedPermissions;
  readonly version: number;
};

export const groupKey = (tenantId: string, subscriptionId: string, groupId: string): Key =>
  key.group(tenantId, subscriptionId, groupId);

export function toGroup(item: Item): Group {
  const { PK, SK, ...group } = item;

  return group as unknown as Group;
}

/** Names and versions of every group the subscription has items of; the roster says which of them are live. */
export async function listGroups(tenantId: string, subscriptionId: string): Promise<Omit<Group, 'permissions'>[]> {
  const items = await queryPartition(partitions.groups(tenantId, subscriptionId), ['groupId', 'name', 'version']);

  return items as unknown as Omit<Group, 'permissions'>[];
}

export function addGroup(tenantId: string, subscriptionId: string, group: Group): Write {
  return putNew(key.group(tenantId, subscriptionId, group.groupId), group);
}

/** A write under a group's right finds the group's permissions as they were read (G-9). */
export function groupUnchanged(tenantId: string, subscriptionId: string, { groupId, version }: Group): Write {
  return check(key.group(tenantId, subscriptionId, groupId), '#version = :version', { ':version': version });
}
