import { ok, type Result, refuse } from '../result.ts';

export type LoginMethod = 'user-id' | 'certificate';

/** A period of the certificate service that was cancelled and whose certificates are still to be revoked (S-7). */
export type CancelledService = { readonly serviceId: string; readonly revocationDueAt: string };

/**
 * The certificate service of a subscription. The login method can be `certificate` only while it is active (L-1, S-6). Each
 * period has an ID of its own, which orders and certificates carry: a later one knows nothing of them (S-8).
 */
export type CertificateService = (
  | { readonly certificates: { readonly status: 'active'; readonly serviceId: string }; readonly loginMethod: LoginMethod }
  | { readonly certificates: { readonly status: 'not-subscribed' }; readonly loginMethod: 'user-id' }
) & {
  readonly cancelledServices?: readonly CancelledService[];
  /** Mobile sessions opened before have ended (L-3). RFC 3339. */
  readonly mobileSessionsSince?: string;
};

/** A live group with its members. `nameDigest` is the digest of `groupNameKey(name)`. */
export type RosterGroup = { readonly nameDigest: string; readonly members: readonly string[] };

/**
 * The subscription item of a tenant with an active subscription, and the one truth about who and what is alive in it:
 * the groups by ID, each with the user IDs of its members. Every change of groups or membership goes through it and is
 * saved on condition of the version read; that is what makes the limits hold under concurrency (G-3, U-3) and
 * deletions take effect at once (G-5, U-8).
 */
export type Roster = CertificateService & {
  readonly status: 'active';
  readonly subscriptionId: string;
  /** Who applied (S-3); in no group, holds no seat. */
  readonly masterUserId: string;
  readonly groups: Readonly<Record<string, RosterGroup>>;
  readonly version: number;
};

/** S-1, S-10: how every tenant starts, and what is left of a subscription that was cancelled. */
export type NotSubscribed = { readonly status: 'not-subscribed'; readonly version: number };

export type Subscription = NotSubscribed | Roster;

/** A tenant that has never applied (S-1). */
export const NEVER_SUBSCRIBED: NotSubscribed = { status: 'not-subscribed', version: 0 };

/** As in the settings: added users and groups a tenant may have. */
export type UserLimit = { readonly usersPerTenant: number };
export type GroupLimit = { readonly groupsPerTenant: number };

export type LimitReached = { readonly code: 'limit-reached'; readonly limit: number; readonly remaining: number };
export type DuplicateName = { readonly code: 'duplicate-name' };
export type UnknownGroup = { readonly code: 'unknown-group'; readonly groupIds: readonly string[] };
export type UnknownUser = { readonly code: 'unknown-user'; readonly userIds: readonly string[] };

/** How many added users there are; the master holds no seat. */
export function seatsTaken(subscription: Subscription): number {
  if (subscription.status !== 'active') return 0;

  return Object.values(subscription.groups).reduce((seats, { members }) => seats + members.length, 0);
}

/** U-1: how many users can still be added. */
export function remainingUsers(subscription: Subscription, { usersPerTenant }: UserLimit): number {
  return Math.max(0, usersPerTenant - seatsTaken(subscription));
}

/** How many groups can still be made. */
export function remainingGroups(subscription: Subscription, { groupsPerTenant }: GroupLimit): number {
  const groups = subscription.status === 'active' ? Object.keys(subscription.groups).length : 0;

  return Math.max(0, groupsPerTenant - groups);
}

/** The live group of an added user; `undefined` for the master, and for whoever is not there (any more). */
export function groupOf(roster: Roster, userId: string): string | undefined {
  return Object.keys(roster.groups).find((groupId) => roster.groups[groupId]?.members.includes(userId));
}

/** Whether somebody is a user of the subscription now: its master, or somebody in one of its groups. */
export function isLiveUser(roster: Roster, userId: string): boolean {
  return userId === roster.masterUserId || groupOf(roster, userId) !== undefined;
}

/** Whether a group exists now. A group ID may come from a request, so inherited properties do not count. */
export function isLiveGroup(roster: Roster, groupId: string): boolean {
  return Object.hasOwn(roster.groups, groupId);
}

/** G-3, G-4: one more group, without members. The roster answered has the next version. */
export function openGroup(
  roster: Roster,
  { groupId, nameDigest }: { readonly groupId: string; readonly nameDigest: string },
  limits: GroupLimit,
): Result<Roster, LimitReached | DuplicateName> {
  if (Object.values(roster.groups).some((group) => group.nameDigest === nameDigest)) return refuse({ code: 'duplicate-name' });
  if (remainingGroups(roster, limits) === 0) {
    return refuse({ code: 'limit-reached', limit: limits.groupsPerTenant, remaining: 0 });
  }

  return ok(withGroups(roster, { ...roster.groups, [groupId]: { nameDigest, members: [] } }));
}

/** G-4: another name for a live group. The roster answered has the next version, even if the name is the same. */
export function renameGroup(
  roster: Roster,
  { groupId, nameDigest }: { readonly groupId: string; readonly nameDigest: string },
): Result<Roster, DuplicateName | UnknownGroup> {
  const group = liveGroup(roster, groupId);
  if (group === undefined) return refuse({ code: 'unknown-group', groupIds: [groupId] });

  const taken = Object.entries(roster.groups).some(([otherId, other]) => otherId !== groupId && other.nameDigest === nameDigest);
  if (taken) return refuse({ code: 'duplicate-name' });

  return ok(withGroups(roster, { ...roster.groups, [groupId]: { ...group, nameDigest } }));
}

/** A user and the group to join. */
export type Placement = { readonly userId: string; readonly groupId: string };

/** Where users are, in the order asked; whoever is not there is left out. */
export function placementsOf(roster: Roster, userIds: readonly string[]): Placement[] {
  return userIds.flatMap((userId) => {
    const groupId = groupOf(roster, userId);

    return groupId === undefined ? [] : [{ userId, groupId }];
  });
}

/** U-2, U-3: seats for new users, all of them or none. The roster answered has the next version. */
export function admitUsers(
  roster: Roster,
  additions: readonly Placement[],
  limits: UserLimit,
): Result<Roster, LimitReached | UnknownGroup> {
  const unknown = unknownGroups(roster, additions);
  if (unknown) return refuse(unknown);

  const remaining = remainingUsers(roster, limits);
  if (additions.length > remaining) return refuse({ code: 'limit-reached', limit: limits.usersPerTenant, remaining });

  return ok(withGroups(roster, seat(roster.groups, additions)));
}

/** U-5: other groups for users who are there, all of them or none. The roster answered has the next version. */
export function moveUsers(roster: Roster, moves: readonly Placement[]): Result<Roster, UnknownUser | UnknownGroup> {
  const userIds = moves.map(({ userId }) => userId);
  const unknown = unknownUsers(roster, userIds) ?? unknownGroups(roster, moves);
  if (unknown) return refuse(unknown);

  return ok(withGroups(roster, seat(unseat(roster.groups, userIds), moves)));
}

/** U-8: takes users off the roster, all of them or none. The roster answered has the next version. */
export function removeUsers(roster: Roster, userIds: readonly string[]): Result<Roster, UnknownUser> {
  const unknown = unknownUsers(roster, userIds);
  if (unknown) return refuse(unknown);

  return ok(withGroups(roster, unseat(roster.groups, userIds)));
}

/** G-5: takes groups off the roster with their members, all of them or none. The roster answered has the next version. */
export function removeGroups(roster: Roster, groupIds: readonly string[]): Result<Roster, UnknownGroup> {
  const unknown = unknownGroups(
    roster,
    groupIds.map((groupId) => ({ groupId })),
  );
  if (unknown) return refuse(unknown);

  const kept = Object.entries(roster.groups).filter(([groupId]) => !groupIds.includes(groupId));

  return ok(withGroups(roster, Object.fromEntries(kept)));
}

function liveGroup(roster: Roster, groupId: string): RosterGroup | undefined {
  return isLiveGroup(roster, groupId) ? roster.groups[groupId] : undefined;
}

function unknownGroups(roster: Roster, named: readonly Pick<Placement, 'groupId'>[]): UnknownGroup | undefined {
  const groupIds = new Set(named.map(({ groupId }) => groupId).filter((groupId) => !isLiveGroup(roster, groupId)));

  return groupIds.size > 0 ? { code: 'unknown-group', groupIds: [...groupIds] } : undefined;
}

function unknownUsers(roster: Roster, userIds: readonly string[]): UnknownUser | undefined {
  const unknown = userIds.filter((userId) => groupOf(roster, userId) === undefined);

  return unknown.length > 0 ? { code: 'unknown-user', userIds: unknown } : undefined;
}

function seat(groups: Roster['groups'], placements: readonly Placement[]): Roster['groups'] {
  return mapGroups(groups, (members, groupId) => [
    ...members,
    ...placements.filter((placement) => placement.groupId === groupId).map(({ userId }) => userId),
  ]);
}

function unseat(groups: Roster['groups'], userIds: readonly string[]): Roster['groups'] {
  return mapGroups(groups, (members) => members.filter((userId) => !userIds.includes(userId)));
}

function mapGroups(
  groups: Roster['groups'],
  membersOf: (members: readonly string[], groupId: string) => readonly string[],
): Roster['groups'] {
  const mapped = Object.entries(groups).map(([groupId, group]) => [
    groupId,
    { ...group, members: membersOf(group.members, groupId) },
  ]);

  return Object.fromEntries(mapped);
}

function withGroups(roster: Roster, groups: Roster['groups']): Roster {
  return { ...roster, groups, version: roster.version + 1 };
}
