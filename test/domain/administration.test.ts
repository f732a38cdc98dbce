import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createGroup } from '../../domain/groups/create-group.ts';
import { deleteGroups } from '../../domain/groups/delete-groups.ts';
import type { Group } from '../../domain/groups/group.ts';
import { updateGroup } from '../../domain/groups/update-group.ts';
import { NO_PERMISSIONS } from '../../domain/permissions/permissions.ts';
import { groupOf, type Roster, remainingGroups, remainingUsers, seatsTaken } from '../../domain/subscriptions/roster.ts';
import { addUsers } from '../../domain/users/add-users.ts';
import type { Administrator } from '../../domain/users/administrator.ts';
import { deleteUsers } from '../../domain/users/delete-users.ts';
import { updateUsers } from '../../domain/users/update-users.ts';
import { newUser, type User } from '../../domain/users/user.ts';
import { EMPTY_ROSTER } from './subscriptions/arbitraries.ts';

/** A tenant as the table would hold it. Items of what is deleted stay, as they do until the purge. */
type World = { roster: Roster; groups: Map<string, Group>; users: Map<string, User>; made: number };

const LIMITS = { usersPerTenant: 6, groupsPerTenant: 4 };
const MASTER = EMPTY_ROSTER.masterUserId;
const digest = (text: string) => text;

/** What somebody does: numbers pick among whoever and whatever there is, names may collide, rights come and go. */
const step = fc.record({
  what: fc.constantFrom('open', 'edit', 'close', 'add', 'change', 'delete'),
  actor: fc.nat(9),
  picks: fc.array(fc.nat(9), { minLength: 1, maxLength: 3 }),
  target: fc.nat(9),
  name: fc.constantFrom('経理', '振込', 'ＡＢＣ', 'abc', ' '),
  administers: fc.boolean(),
  stale: fc.constantFrom(0, 0, 0, 1),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const pick = <T>(all: readonly T[], index: number): T | undefined => all[index % Math.max(all.length, 1)];
const liveGroups = ({ roster }: World) => Object.keys(roster.groups);
const liveUsers = ({ roster }: World) => Object.values(roster.groups).flatMap(({ members }) => members);

function administers(world: World, userId: string): boolean {
  return world.groups.get(groupOf(world.roster, userId) ?? '')?.permissions.userAdministration === true;
}

/** The master and whoever may administer now; nobody else gets past the request path. */
function actors(world: World): Administrator[] {
  const administrators = liveUsers(world).filter((userId) => administers(world, userId));

  return [{ userId: MASTER }, ...administrators.map((userId) => ({ userId, groupId: groupOf(world.roster, userId) }))];
}

/** Does one step, if the rules let it. Answers whether they did. */
function act(world: World, actor: Administrator, { what, picks, target, name, administers, stale }: Step): boolean {
  const { roster } = world;
  const permissions = { ...NO_PERMISSIONS, userAdministration: administers };
  const surroundings = { actor, roster, accounts: [], digest };
  const someGroups = [...new Set(picks.map((index) => pick(liveGroups(world), index) ?? 'none'))];
  const someUsers = [...new Set(picks.map((index) => pick([...liveUsers(world), MASTER], index) ?? MASTER))];
  const groupId = pick(liveGroups(world), target) ?? 'none';

  switch (what) {
    case 'open': {
      const opened = createGroup({ groupId: `g${world.made++}`, name, permissions }, { ...surroundings, limits: LIMITS });
      if (opened.ok) keep(world, opened.value.roster, { groups: [opened.value.group] });
      return opened.ok;
    }
    case 'edit': {
      const group = world.groups.get(groupId);
      if (group === undefined) return false;
      const edited = updateGroup(group, { name, permissions, version: group.version - stale }, surroundings);
      if (edited.ok) keep(world, edited.value.roster, { groups: [edited.value.group] });
      return edited.ok;
    }
    case 'close': {
      const closed = deleteGroups(someGroups, { actor, roster });
      if (closed.ok) keep(world, closed.value.roster);
      return closed.ok;
    }
    case 'add': {
      const candidates = picks.map(() => ({ userId: `u${world.made++}`, name: 'ひと', email: 'a@example.co.jp', groupId }));
      const added = addUsers(candidates, { roster, limits: LIMITS });
      if (added.ok) keep(world, added.value.roster, { users: added.value.users });
      return added.ok;
    }
    case 'change': {
      const edits = someUsers.map((userId) => {
        const version = (world.users.get(userId)?.version ?? 1) - stale;
        return { userId, version, name: `${name}さん`, ...(userId !== MASTER && { groupId }) };
      });
      const administrationGroups = new Set(
        [...world.groups.values()].filter((group) => group.permissions.userAdministration).map((group) => group.groupId),
      );
      const changed = updateUsers(edits, {
        ...surroundings,
        users: world.users,
        administrationGroups,
        settings: { assignableGroups: 'own-row' },
      });
      if (changed.ok) keep(world, changed.value.roster, { users: changed.value.users.map(({ after }) => after) });
      return changed.ok;
    }
    default: {
      const deleted = deleteUsers(someUsers, { actor, roster });
      if (deleted.ok) keep(world, deleted.value.roster);
      return deleted.ok;
    }
  }
}

function keep(world: World, roster: Roster, items: { groups?: readonly Group[]; users?: readonly User[] } = {}): void {
  world.roster = roster;
  for (const group of items.groups ?? []) world.groups.set(group.groupId, group);
  for (const user of items.users ?? []) world.users.set(user.userId, user);
}

function expectOrder(world: World): void {
  const { roster, users, groups } = world;
  const members = liveUsers(world);
  const digests = Object.values(roster.groups).map(({ nameDigest }) => nameDigest);

  expect(new Set(members).size, 'nobody is in two groups').toBe(members.length);
  expect(new Set(digests).size, 'G-4 names are unique').toBe(digests.length);
  expect(members, 'the master is in no group').not.toContain(MASTER);
  expect(
    members.every((userId) => users.has(userId)),
    'every member has an item',
  ).toBe(true);
  expect(
    liveGroups(world).every((groupId) => groups.has(groupId)),
    'every group has an item',
  ).toBe(true);
  expect(seatsTaken(roster), 'U-3').toBeLessThanOrEqual(LIMITS.usersPerTenant);
  expect(liveGroups(world).length, 'G-3').toBeLessThanOrEqual(LIMITS.groupsPerTenant);
  expect(remainingUsers(roster, LIMITS) + seatsTaken(roster)).toBe(LIMITS.usersPerTenant);
  expect(remainingGroups(roster, LIMITS) + liveGroups(world).length).toBe(LIMITS.groupsPerTenant);
}

it('G-3 G-4 G-5 G-6 G-7 U-3 U-5 U-6 U-8 U-9 U-10 whatever administrators do, order holds and nobody takes the own right away', () => {
  const done = new Map<string, number>();

  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 40 }), (steps) => {
      const master = newUser({ userId: MASTER, role: 'master', name: '青葉', email: 'taro@example.co.jp' });
      const world: World = { roster: EMPTY_ROSTER, groups: new Map(), users: new Map([[MASTER, master]]), made: 0 };

      for (const next of steps) {
        const actor = pick(actors(world), next.actor) ?? { userId: MASTER };
        const before = world.roster;
        const masterBefore = world.users.get(MASTER);

        const happened = act(world, actor, next);

        expectOrder(world);
        if (!happened) expect(world.roster).toBe(before);
        if (actor.userId !== MASTER) {
          expect(administers(world, actor.userId), 'the actor can go on').toBe(true);
          expect(world.users.get(MASTER), "U-10 the master's data are the master's").toBe(masterBefore);
        }
        if (happened) done.set(next.what, (done.get(next.what) ?? 0) + 1);
      }
    }),
    { numRuns: 400 },
  );

  // Each kind of step got through often enough for its rules to have been met.
  for (const what of ['open', 'edit', 'close', 'add', 'change', 'delete']) expect(done.get(what), what).toBeGreaterThan(50);
});
