import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FailureCount, isRunning, secondsToWait } from '../../../domain/credentials/failure-rate.ts';

const at = (seconds: number) => new Date(Date.parse('2026-11-24T00:00:00Z') + seconds * 1_000);
const count = (failures: number, since = 0): FailureCount => ({ since: at(since).toISOString(), failures });

describe('a count of failed logins', () => {
  it('C-5 runs for a minute from its first failure', () => {
    expect(isRunning(undefined, at(0))).toBe(false);
    expect(isRunning(count(1), at(0))).toBe(true);
    expect(isRunning(count(1), at(59.999))).toBe(true);
    expect(isRunning(count(1), at(60))).toBe(false);
  });

  it('C-5 lets ten failures through, and no eleventh within the minute', () => {
    expect(secondsToWait(undefined, 10, at(0))).toBeUndefined();
    expect(secondsToWait(count(9), 10, at(5))).toBeUndefined();
    expect(secondsToWait(count(10), 10, at(5))).toBe(55);
    expect(secondsToWait(count(14), 10, at(5))).toBe(55);
  });

  it('C-5 says how long to wait in whole seconds, at least one', () => {
    expect(secondsToWait(count(10), 10, at(0))).toBe(60);
    expect(secondsToWait(count(10), 10, at(0.001))).toBe(60);
    expect(secondsToWait(count(10), 10, at(59.001))).toBe(1);
    expect(secondsToWait(count(10), 10, at(59.999))).toBe(1);
    expect(secondsToWait(count(10), 10, at(60))).toBeUndefined();
  });

  it('C-5 never lets anybody wait for longer than a minute, and whoever has waited may try', () => {
    fc.assert(
      fc.property(
        fc.nat(50),
        fc.integer({ min: 1, max: 50 }),
        fc.double({ min: 0, max: 200, noNaN: true }),
        (failures, most, now) => {
          const wait = secondsToWait(count(failures), most, at(now));
          if (wait === undefined) return;

          expect(wait).toBeGreaterThanOrEqual(1);
          expect(wait).toBeLessThanOrEqual(60);
          expect(secondsToWait(count(failures), most, at(now + wait))).toBeUndefined();
        },
      ),
    );
  });

  it('C-5 lets nobody wait for longer because another clock is ahead', () => {
    expect(secondsToWait(count(10, 30), 10, at(0))).toBe(60);
  });
});
