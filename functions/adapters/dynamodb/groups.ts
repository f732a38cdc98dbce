import type { Group } from '../../../domain/groups/group.ts';
import { key, partitions } from './keys.ts';
import { attributesOf, queryPartition, type Ref } from './read.ts';
import { check, putNew, type Write } from './write.ts';

export const groupRef = (tenantId: string, subscriptionId: string, groupId: string): Ref<Group> => ({
  key: key.group(tenantId, subscriptionId, groupId),
  read: attributesOf<Group>,
});

/** What a list shows of a group. */
export type GroupSummary = Pick<Group, 'groupId' | 'name' | 'version'>;

/** Every group the subscription has items of; the roster says which of them are live. */
export function listGroups(tenantId: string, subscriptionId: string): Promise<GroupSummary[]> {
  return queryPartition<GroupSummary>(partitions.groups(tenantId, subscriptionId), ['groupId', 'name', 'version']);
}

export function addGroup(tenantId: string, subscriptionId: string, group: Group): Write {
  return putNew(key.group(tenantId, subscriptionId, group.groupId), group);
}

/** A write under a group's right finds the group's permissions as they were read (G-9). */
export function groupUnchanged(tenantId: string, subscriptionId: string, { groupId, version }: Group): Write {
  return check(key.group(tenantId, subscriptionId, groupId), '#version = :version', { ':version': version });
}
