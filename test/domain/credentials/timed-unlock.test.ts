import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  beginTry,
  endTry,
  isLocked,
  type LockSettings,
  NO_TRIES,
  type Tries,
  untoldLock,
} from '../../../domain/credentials/tries.ts';

const MINUTE_MS = 60_000;
const NEVER = { failuresBeforeLock: 5 };
const AFTER_HALF_AN_HOUR = { failuresBeforeLock: 5, unlockAfterMinutes: 30 };
const at = (minutes: number) => new Date(Date.parse('2026-11-24T00:00:00Z') + minutes * MINUTE_MS);

/** One try from beginning to end; `undefined` when it was refused. */
function tried(tries: Tries, right: boolean, minutes: number, settings: LockSettings): Tries | undefined {
  const begun = beginTry(tries, { tryId: 'try', now: at(minutes) }, settings);

  return begun.ok ? endTry(begun.value, { tryId: 'try', right, now: at(minutes) }, settings) : undefined;
}

function afterWrong(tries: Tries, times: number, minutes: number, settings: LockSettings): Tries {
  return Array.from({ length: times }).reduce<Tries>((before) => tried(before, false, minutes, settings) ?? before, tries);
}

const locked = afterWrong(NO_TRIES, 5, 0, AFTER_HALF_AN_HOUR);

describe('a lock with the setting `unlockAfterMinutes`', () => {
  it('C-5, C-9 holds until so many minutes have passed, and no longer', () => {
    expect(isLocked(locked, at(29.999), AFTER_HALF_AN_HOUR)).toBe(true);
    expect(tried(locked, true, 29.999, AFTER_HALF_AN_HOUR)).toBeUndefined();

    expect(isLocked(locked, at(30), AFTER_HALF_AN_HOUR)).toBe(false);
    expect(tried(locked, true, 30, AFTER_HALF_AN_HOUR)).toEqual(NO_TRIES);
  });

  it('C-5, C-9 the row of failures begins anew, and the next lock is told anew', () => {
    const four = afterWrong(locked, 4, 30, AFTER_HALF_AN_HOUR);
    expect(four).toEqual({ failures: 4, underWay: {} });

    const again = afterWrong(four, 1, 31, AFTER_HALF_AN_HOUR);
    expect(again).toEqual({ failures: 5, underWay: {}, lockedAt: at(31).toISOString() });
    expect(isLocked(again, at(60.999), AFTER_HALF_AN_HOUR)).toBe(true);
  });

  it('C-5, C-9 a lock that nobody was told of runs from when it is told', () => {
    const untold: Tries = { failures: 5, underWay: {} };
    expect(isLocked(untold, at(1_000), AFTER_HALF_AN_HOUR)).toBe(true);

    const told = untoldLock(untold, at(1_000), AFTER_HALF_AN_HOUR);
    expect(told?.lockedAt).toBe(at(1_000).toISOString());
    expect(told && isLocked(told, at(1_029), AFTER_HALF_AN_HOUR)).toBe(true);
    expect(told && isLocked(told, at(1_030), AFTER_HALF_AN_HOUR)).toBe(false);
  });

  it('C-5, C-9 without the setting, or null, it never ends', () => {
    for (const settings of [NEVER, { ...NEVER, unlockAfterMinutes: null }]) {
      expect(isLocked(locked, at(10_000_000), settings)).toBe(true);
      expect(tried(locked, true, 10_000_000, settings)).toBeUndefined();
    }
  });
});

describe('any row of tries, right and wrong, over any time', () => {
  const script = fc.array(fc.record({ right: fc.nat(9).map((n) => n === 0), after: fc.integer({ min: 0, max: 20 }) }), {
    minLength: 10,
    maxLength: 120,
  });
  const minutes = fc.integer({ min: 1, max: 60 });
  const limit = fc.integer({ min: 3, max: 10 });

  it('C-5, C-9 never lets more wrong secrets be looked at between two locks than lock, and each lock lasts its time', () => {
    fc.assert(
      fc.property(script, minutes, limit, (steps, unlockAfterMinutes, failuresBeforeLock) => {
        const settings = { failuresBeforeLock, unlockAfterMinutes };
        let [tries, now, wrongInARow] = [NO_TRIES, 0, 0];
        let lockedUntil: number | undefined;

        for (const { right, after } of steps) {
          now += after;
          const next = tried(tries, right, now, settings);

          expect(next === undefined).toBe(lockedUntil !== undefined && now < lockedUntil);
          if (next === undefined) continue;

          // The first try behind a lock begins a new row.
          if (lockedUntil !== undefined) wrongInARow = 0;
          wrongInARow = right ? 0 : wrongInARow + 1;
          lockedUntil = wrongInARow === failuresBeforeLock ? now + unlockAfterMinutes : undefined;

          expect(wrongInARow).toBeLessThanOrEqual(failuresBeforeLock);
          expect(next.lockedAt).toBe(lockedUntil === undefined ? undefined : at(now).toISOString());
          expect(isLocked(next, at(now), settings)).toBe(lockedUntil !== undefined);
          tries = next;
        }
      }),
    );
  });

  it('C-5, C-9 is the same as without the setting, as long as no lock has ended', () => {
    fc.assert(
      fc.property(script, limit, (steps, failuresBeforeLock) => {
        const far = { failuresBeforeLock, unlockAfterMinutes: 1_000_000 };
        let [one, other, now] = [NO_TRIES, NO_TRIES, 0];

        for (const { right, after } of steps) {
          now += after;
          one = tried(one, right, now, far) ?? one;
          other = tried(other, right, now, { failuresBeforeLock }) ?? other;

          expect(one).toEqual(other);
        }
      }),
    );
  });
});
