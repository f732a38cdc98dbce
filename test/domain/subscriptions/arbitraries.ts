import type { Roster } from '../../../domain/subscriptions/roster.ts';

export const LIMITS = { usersPerTenant: 100, groupsPerTenant: 100 };

export const EMPTY_ROSTER: Roster = {
  status: 'active',
  subscriptionId: 'subscription-1',
  certificates: { status: 'not-subscribed' },
  loginMethod: 'user-id',
  masterUserId: '1453935789',
  groups: {},
  version: 1,
};

/** A roster with groups of so many members each. */
export function rosterWith(members: Readonly<Record<string, number>>): Roster {
  const groups = Object.entries(members).map(([groupId, count]) => [
    groupId,
    { nameDigest: `digest of ${groupId}`, members: Array.from({ length: count }, (_, n) => `${groupId}-${n}`) },
  ]);

  return { ...EMPTY_ROSTER, groups: Object.fromEntries(groups) };
}
