import type { Group } from '../../../domain/groups/group.ts';
import { groupNameKey } from '../../../domain/groups/group-name.ts';
import { isLiveGroup, renameGroup } from '../../../domain/subscriptions/roster.ts';
import { attributesOf } from '../../../functions/adapters/dynamodb/read.ts';
import { nameDigest } from '../../../functions/runtime/dependencies.ts';
import { type Judge, keyOf, partsOf } from '../judging.ts';
import { changedRoster, mended, removeAsFound } from '../mending.ts';

/** G-5: a group that the roster does not name was deleted, or was being made. G-4: one that it names has the name of its digest. */
export const judgeGroup: Judge = async (item, { rosters }) => {
  const [tenantId, subscriptionId] = partsOf(item);
  const { groupId, name, version } = attributesOf<Group>(item);
  const found = { key: keyOf(item), about: { tenantId, groupId } };
  const roster = await rosters.of(tenantId);

  if (roster.status !== 'active' || roster.subscriptionId !== subscriptionId || !isLiveGroup(roster, groupId)) {
    return [{ code: 'group-not-on-roster', ...found, mend: () => mended(removeAsFound(item, { version })) }];
  }

  const renamed = { groupId, nameDigest: nameDigest(groupNameKey(name)) };
  if (roster.groups[groupId]?.nameDigest === renamed.nameDigest) return [];

  return [
    { code: 'group-name-differs', ...found, mend: () => changedRoster(tenantId, (current) => renameGroup(current, renamed)) },
  ];
};
