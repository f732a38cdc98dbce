import type { Group } from '../../../domain/groups/group.ts';
import { key, partitions } from './keys.ts';
import { attributesOf, type Page, type PageAsked, pageOf, queryPartition, type Ref } from './read.ts';
import { check, putNew, putNext, type Write } from './write.ts';

export const groupRef = (tenantId: string, subscriptionId: string, groupId: string): Ref<Group> => ({
  key: key.group(tenantId, subscriptionId, groupId),
  read: attributesOf<Group>,
});

/** What a list shows of a group. */
export type GroupSummary = Pick<Group, 'groupId' | 'name' | 'version'>;

/** Every group the subscription has items of; the roster says which of them are live. */
export function listGroups(tenantId: string, subscriptionId: string): Promise<GroupSummary[]> {
  return queryPartition<GroupSummary>(partitions.groups(tenantId, subscriptionId), {
    attributes: ['groupId', 'name', 'version'],
  });
}

export function addGroup(tenantId: string, subscriptionId: string, group: Group): Write {
  return putNew(key.group(tenantId, subscriptionId, group.groupId), group);
}

/** Every group with its permissions, like `listGroups`. */
export function listWholeGroups(tenantId: string, subscriptionId: string): Promise<Group[]> {
  return queryPartition<Group>(partitions.groups(tenantId, subscriptionId));
}

/** A page of them. */
export function pageOfGroups(tenantId: string, subscriptionId: string, page: PageAsked): Promise<Page<Group>> {
  return pageOf<Group>(partitions.groups(tenantId, subscriptionId), page);
}

/** Saves the next version of a group, if it is still at the version before (G-8). */
export function saveGroup(tenantId: string, subscriptionId: string, to: Group): Write {
  return putNext(key.group(tenantId, subscriptionId, to.groupId), to, to.version - 1);
}

/** A write finds the group's permissions as they were read: those it acts under (G-9), or moves somebody to (U-6). */
export function groupUnchanged(tenantId: string, subscriptionId: string, { groupId, version }: Group): Write {
  return check(key.group(tenantId, subscriptionId, groupId), '#version = :version', { ':version': version });
}
