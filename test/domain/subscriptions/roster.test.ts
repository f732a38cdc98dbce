import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  admitUsers,
  groupOf,
  isLiveGroup,
  openGroup,
  type Roster,
  remainingGroups,
  remainingUsers,
  seatsTaken,
} from '../../../domain/subscriptions/roster.ts';
import { EMPTY_ROSTER, LIMITS, rosterWith } from './arbitraries.ts';

const NOT_SUBSCRIBED = { status: 'not-subscribed', version: 1 } as const;

describe('openGroup', () => {
  it('G-3 opens the 100th group and refuses the 101st', () => {
    const ninetyNine = rosterWith(Object.fromEntries(Array.from({ length: 99 }, (_, n) => [`g${n}`, 0])));

    const hundred = openGroup(ninetyNine, { groupId: 'last', nameDigest: 'last' }, LIMITS);
    expect(hundred).toMatchObject({ ok: true, value: { groups: { last: { nameDigest: 'last', members: [] } } } });
    if (!hundred.ok) return;

    expect(openGroup(hundred.value, { groupId: 'more', nameDigest: 'more' }, LIMITS)).toEqual({
      ok: false,
      refusal: { code: 'limit-reached', limit: 100, remaining: 0 },
    });
  });

  it('G-4 refuses a name that a live group has', () => {
    const roster = rosterWith({ a: 3 });

    expect(openGroup(roster, { groupId: 'b', nameDigest: 'digest of a' }, LIMITS)).toMatchObject({
      refusal: { code: 'duplicate-name' },
    });
  });
});

const joining = (...groupIds: string[]) => groupIds.map((groupId, n) => ({ userId: `new-${n}`, groupId }));

describe('admitUsers', () => {
  it('U-3 admits user 100 and not user 101; the master holds no seat', () => {
    const roster = rosterWith({ a: 60, b: 39 });

    const hundred = admitUsers(roster, joining('b'), LIMITS);
    expect(hundred.ok && seatsTaken(hundred.value)).toBe(100);
    expect(hundred.ok && groupOf(hundred.value, 'new-0')).toBe('b');
    expect(admitUsers(roster, joining('a', 'b'), LIMITS)).toEqual({
      ok: false,
      refusal: { code: 'limit-reached', limit: 100, remaining: 1 },
    });
  });

  it('U-2 admits all or none: one unknown group refuses the whole batch', () => {
    const roster = rosterWith({ a: 0 });

    expect(admitUsers(roster, joining('a', 'gone', 'a', 'gone', 'constructor'), LIMITS)).toEqual({
      ok: false,
      refusal: { code: 'unknown-group', groupIds: ['gone', 'constructor'] },
    });
  });
});

describe('any sequence of changes', () => {
  type Step = { kind: 'open'; name: string } | { kind: 'admit'; groups: number[] };

  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ kind: fc.constant('open' as const), name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f') }),
    fc.record({ kind: fc.constant('admit' as const), groups: fc.array(fc.nat(6), { minLength: 1, maxLength: 4 }) }),
  );

  function apply(roster: Roster, change: Step, index: number, limits: typeof LIMITS) {
    if (change.kind === 'open') return openGroup(roster, { groupId: `group-${index}`, nameDigest: change.name }, limits);

    const groupIds = [...Object.keys(roster.groups), 'nobody'];
    const additions = change.groups.map((group, n) => ({
      userId: `user-${index}-${n}`,
      groupId: groupIds[group % groupIds.length] ?? 'nobody',
    }));
    return admitUsers(roster, additions, limits);
  }

  it('U-3, G-3, G-4 never goes above the limits, never has a name twice, never loses anybody', () => {
    const limits = fc.record({
      usersPerTenant: fc.integer({ min: 1, max: 12 }),
      groupsPerTenant: fc.integer({ min: 1, max: 5 }),
    });

    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), limits, (steps, within) => {
        let roster = EMPTY_ROSTER;
        const admitted: string[] = [];

        for (const [index, change] of steps.entries()) {
          const before = structuredClone(roster);
          const changed = apply(roster, change, index, within);

          expect(roster).toEqual(before);
          if (!changed.ok) continue;

          if (change.kind === 'admit') admitted.push(...change.groups.map((_, n) => `user-${index}-${n}`));
          expect(changed.value.version).toBe(roster.version + 1);
          roster = changed.value;

          const names = Object.values(roster.groups).map(({ nameDigest }) => nameDigest);
          expect(new Set(names).size).toBe(names.length);
          expect(names.length + remainingGroups(roster, within)).toBe(within.groupsPerTenant);
          expect(seatsTaken(roster)).toBe(admitted.length);
          for (const userId of admitted) expect(roster.groups).toHaveProperty(groupOf(roster, userId) ?? 'no group');
          expect(seatsTaken(roster) + remainingUsers(roster, within)).toBe(within.usersPerTenant);
        }
      }),
    );
  });

  it('U-3 refuses a batch exactly when it does not fit', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.integer({ min: 1, max: 20 }), (taken, batch) => {
        const additions = joining(...Array.from({ length: batch }, () => 'b'));

        expect(admitUsers(rosterWith({ a: taken, b: 0 }), additions, LIMITS).ok).toBe(taken + batch <= 100);
      }),
    );
  });
});

describe('remaining', () => {
  it('U-1 never falls below zero when a limit was lowered', () => {
    const roster = rosterWith({ a: 60, b: 40 });

    expect(remainingUsers(roster, { usersPerTenant: 50 })).toBe(0);
    expect(remainingGroups(roster, { groupsPerTenant: 1 })).toBe(0);
  });

  it('S-1 is the whole limit before applying', () => {
    expect(remainingUsers(NOT_SUBSCRIBED, LIMITS)).toBe(100);
    expect(remainingGroups(NOT_SUBSCRIBED, LIMITS)).toBe(100);
  });
});

describe('groupOf', () => {
  const roster = rosterWith({ a: 2, b: 1 });

  it('L-6 names the group of a live user, and none for anybody else', () => {
    expect(groupOf(roster, 'a-1')).toBe('a');
    expect(groupOf(roster, 'b-0')).toBe('b');
    expect(groupOf(roster, 'b-1')).toBeUndefined();
    expect(groupOf(EMPTY_ROSTER, 'a-1')).toBeUndefined();
  });

  it('U-10 the master is in no group', () => {
    expect(groupOf(roster, roster.masterUserId)).toBeUndefined();
  });
});

describe('isLiveGroup', () => {
  it('takes no inherited property for a group', () => {
    const roster = rosterWith({ a: 0 });

    expect(isLiveGroup(roster, 'a')).toBe(true);
    for (const groupId of ['b', 'constructor', '__proto__', 'toString']) expect(isLiveGroup(roster, groupId)).toBe(false);
  });
});
