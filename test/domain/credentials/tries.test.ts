import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginTry, endTry, isLocked, isUnderWay, NO_TRIES, type Tries, untoldLock } from '../../../domain/credentials/tries.ts';

const SETTINGS = { failuresBeforeLock: 5 };
const at = (seconds: number) => new Date(Date.parse('2026-11-24T00:00:00Z') + seconds * 1000);

function begin(tries: Tries, tryId: string, seconds = 0) {
  return beginTry(tries, { tryId, now: at(seconds) }, SETTINGS);
}

function begun(tries: Tries, tryIds: readonly string[], seconds = 0): Tries {
  return tryIds.reduce((before, tryId) => {
    const result = begin(before, tryId, seconds);
    if (!result.ok) throw new Error(`a try may begin here: ${result.refusal.code}`);

    return result.value;
  }, tries);
}

function end(tries: Tries, tryId: string, right: boolean, seconds = 0, settings = SETTINGS): Tries {
  return endTry(tries, { tryId, right, now: at(seconds) }, settings);
}

function afterWrong(tries: Tries, times: number, seconds = 0): Tries {
  return Array.from({ length: times }).reduce<Tries>((before) => end(begun(before, ['w'], seconds), 'w', false, seconds), tries);
}

describe('tries one after the other', () => {
  it('C-5, C-9 the fifth wrong one in a row locks, and there is no sixth', () => {
    const four = afterWrong(NO_TRIES, 4);
    const five = afterWrong(four, 1, 7);

    expect(isLocked(four, at(7), SETTINGS)).toBe(false);
    expect(five).toEqual({ failures: 5, underWay: {}, lockedAt: at(7).toISOString() });
    expect(isLocked(five, at(7), SETTINGS)).toBe(true);
    expect(begin(five, 'sixth', 8)).toEqual({ ok: false, refusal: { code: 'locked' } });
  });

  it('C-5, C-9 a right one ends the row of wrong ones', () => {
    const right = end(begun(afterWrong(NO_TRIES, 4), ['r']), 'r', true);

    expect(right).toEqual(NO_TRIES);
    expect(isLocked(afterWrong(right, 4), at(0), SETTINGS)).toBe(false);
  });

  it('C-5, C-9 a try is under way from its beginning to its end, and counts as nothing meanwhile', () => {
    const tries = begun(NO_TRIES, ['a'], 3);

    expect(tries).toEqual({ failures: 0, underWay: { a: at(3).toISOString() } });
    expect(isUnderWay(tries, 'a')).toBe(true);
    expect(isUnderWay(tries, 'constructor')).toBe(false);
    expect(isUnderWay(end(tries, 'a', false), 'a')).toBe(false);
  });

  it('C-5, C-9 what else is kept with the tries stays', () => {
    const kept = { ...NO_TRIES, kind: 'chosen', hash: 'hash' };
    const result = beginTry(kept, { tryId: 'a', now: at(0) }, SETTINGS);
    if (!result.ok) throw new Error('the first try may begin');

    expect(endTry(result.value, { tryId: 'a', right: false, now: at(1) }, SETTINGS)).toEqual({ ...kept, failures: 1 });
  });

  it('C-5, C-9 to end a try twice, or one that never began, changes nothing', () => {
    const ended = end(begun(afterWrong(NO_TRIES, 3), ['a', 'b']), 'a', false);

    expect(end(ended, 'a', false)).toBe(ended);
    expect(end(ended, 'a', true)).toBe(ended);
    expect(end(ended, 'never', true)).toBe(ended);
  });

  it('C-5, C-9 a right one unlocks nothing: not even when fewer failures lock than when it began', () => {
    const stricter = { failuresBeforeLock: 3 };
    const tries = begun(afterWrong(NO_TRIES, 4), ['r']);

    const after = end(tries, 'r', true, 1, stricter);

    expect(after).toEqual({ failures: 4, underWay: {} });
    expect(isLocked(after, at(1), stricter)).toBe(true);
    expect(untoldLock(after, at(2), stricter)?.lockedAt).toBe(at(2).toISOString());
  });
});

describe('tries at the same time', () => {
  it('C-5, C-9 a lock is not told again by wrong ones that end after it', () => {
    const stricter = { failuresBeforeLock: 3 };
    const locked = end(begun(afterWrong(NO_TRIES, 2), ['a', 'b']), 'a', false, 1, stricter);

    expect(end(locked, 'b', false, 2, stricter)).toEqual({ failures: 4, underWay: {}, lockedAt: at(1).toISOString() });
  });

  it('C-5, C-9 five may be under way; the next one waits for what becomes of them', () => {
    const five = begun(NO_TRIES, ['a', 'b', 'c', 'd', 'e']);

    expect(begin(five, 'f')).toEqual({ ok: false, refusal: { code: 'busy' } });
    expect(begin(end(five, 'a', true), 'f').ok).toBe(true);
    expect(begin(end(five, 'a', false), 'f')).toEqual({ ok: false, refusal: { code: 'busy' } });
  });

  it('C-5, C-9 those under way leave room for as many as could still fail', () => {
    const tries = begun(afterWrong(NO_TRIES, 3), ['a', 'b']);

    expect(begin(tries, 'c')).toEqual({ ok: false, refusal: { code: 'busy' } });
    expect(begin(end(end(tries, 'a', false), 'b', false), 'c')).toEqual({ ok: false, refusal: { code: 'locked' } });
  });
});

describe('tries nobody ended', () => {
  it('C-5, C-9 a try counts as wrong when over 60 seconds have passed, and is not under way any more', () => {
    const tries = begun(NO_TRIES, ['dead'], 0);

    expect(begun(tries, ['a'], 60)).toMatchObject({ failures: 0, underWay: { dead: at(0).toISOString() } });
    expect(begun(tries, ['a'], 60.001)).toEqual({ failures: 1, underWay: { a: at(60.001).toISOString() } });
  });

  it.each([true, false])('C-5, C-9 one that has been counted changes nothing when it ends after all (right: %s)', (right) => {
    const counted = begun(begun(NO_TRIES, ['late']), ['a'], 61);

    expect(end(counted, 'late', right, 62)).toBe(counted);
  });

  it('C-5, C-9 five of them lock; whoever comes next tells, once', () => {
    const five = begun(NO_TRIES, ['a', 'b', 'c', 'd', 'e']);

    expect(untoldLock(five, at(60), SETTINGS)).toBeUndefined();
    expect(begin(five, 'f', 61)).toEqual({ ok: false, refusal: { code: 'locked' } });

    const told = untoldLock(five, at(61), SETTINGS);
    expect(told).toEqual({ failures: 5, underWay: {}, lockedAt: at(61).toISOString() });
    expect(told && untoldLock(told, at(90), SETTINGS)).toBeUndefined();
    expect(told && begin(told, 'g', 90)).toEqual({ ok: false, refusal: { code: 'locked' } });
  });

  it('C-5, C-9 a lock by a wrong one that ended was told with it, and too few that did not end lock nothing', () => {
    expect(untoldLock(afterWrong(NO_TRIES, 5), at(600), SETTINGS)).toBeUndefined();
    expect(untoldLock(begun(afterWrong(NO_TRIES, 2), ['a', 'b']), at(600), SETTINGS)).toBeUndefined();
  });
});

type Step = { kind: 'begin'; right: boolean } | { kind: 'end' | 'endAnyOne'; which: number } | { kind: 'pass'; seconds: number };

/** A try that is right or wrong; it began at so many seconds. */
type Request = { readonly tryId: string; readonly right: boolean; readonly began: number };

/** One step of many requests, with the tries before and after it. */
type Seen = {
  readonly did: 'begun' | 'locked' | 'busy' | 'ended' | 'ended again';
  readonly request: Request;
  /** Seconds. */
  readonly now: number;
  readonly before: Tries;
  readonly after: Tries;
};

/** Many wrong ones or few; a minute passes now and then, so that requests under way are given up. */
const steps: fc.Arbitrary<Step[]> = fc.boolean().chain((guessing) =>
  fc.array(
    fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record({ kind: fc.constant('begin' as const), right: fc.nat(9).map((n) => n < (guessing ? 1 : 6)) }),
      },
      { weight: 8, arbitrary: fc.record({ kind: fc.constant('end' as const), which: fc.nat(20) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('endAnyOne' as const), which: fc.nat(200) }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('pass' as const), seconds: fc.integer({ min: 0, max: 20 }) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('pass' as const), seconds: fc.integer({ min: 59, max: 62 }) }) },
    ),
    { minLength: 10, maxLength: 80, size: 'max' },
  ),
);

const limits = fc.integer({ min: 3, max: 10 });

/** What many requests do to the tries of one secret: each begins one and ends it, dies, or ends it late or again. */
function play(script: readonly Step[], failuresBeforeLock: number): Seen[] {
  const settings = { failuresBeforeLock };
  const requests: Request[] = [];
  const seen: Seen[] = [];
  let tries = NO_TRIES;
  let now = 0;

  function saw(did: Seen['did'], request: Request, after: Tries) {
    seen.push({ did, request, now, before: tries, after });
    tries = after;
  }

  for (const step of script) {
    if (step.kind === 'pass') {
      now += step.seconds;
    } else if (step.kind === 'begin') {
      const request = { tryId: `try-${seen.length}`, right: step.right, began: now };
      const result = beginTry(tries, { tryId: request.tryId, now: at(now) }, settings);

      if (result.ok) {
        requests.push(request);
        saw('begun', request, result.value);
      } else {
        // Whoever is refused tells a lock nobody was told of.
        saw(result.refusal.code, request, untoldLock(tries, at(now), settings) ?? tries);
      }
    } else {
      const candidates = step.kind === 'end' ? requests.filter(({ tryId }) => isUnderWay(tries, tryId)) : requests;
      const request = candidates[step.which % candidates.length];
      if (request === undefined) continue;

      const { tryId, right } = request;
      saw(isUnderWay(tries, tryId) ? 'ended' : 'ended again', request, endTry(tries, { tryId, right, now: at(now) }, settings));
    }
  }

  return seen;
}

/** Checks something of whatever many requests may do. */
function always(check: (seen: readonly Seen[], limit: number) => void) {
  fc.assert(
    fc.property(steps, limits, (script, limit) => check(play(script, limit), limit)),
    { numRuns: 200 },
  );
}

const isOver = ({ began }: Request, now: number) => now - began > 60;

describe('any interleaving of requests, some of which die', () => {
  it('C-5, C-9 never lets more wrong secrets be looked at in a row than lock', () => {
    always((seen, limit) => {
      let inARow: Request[] = [];
      let looking: Request[] = [];

      for (const { did, request, now } of seen) {
        if (did === 'begun') {
          looking = [...looking, request];
          if (!request.right) inARow = [...inARow, request];
        }
        if (did === 'ended') {
          looking = looking.filter((other) => other !== request && !isOver(other, now));
          // What was looked at before the right one is behind it; what is being looked at may come after.
          if (request.right) inARow = looking.filter(({ right }) => !right);
        }

        expect(inARow.length).toBeLessThanOrEqual(limit);
      }
    });
  });

  it('C-5, C-9 lets a try begin exactly as long as all those under way could fail without a lock before it', () => {
    always((seen, limit) => {
      let wrong = 0;
      let underWay: Request[] = [];

      for (const { did, request, now } of seen) {
        if (did === 'ended') {
          wrong = request.right ? 0 : wrong + 1;
          underWay = underWay.filter((other) => other !== request);
        }
        if (did === 'ended' || did === 'ended again') continue;

        const dead = underWay.filter((other) => isOver(other, now)).length;
        expect(did).toBe(wrong + dead >= limit ? 'locked' : wrong + underWay.length >= limit ? 'busy' : 'begun');
        if (did === 'busy') continue;

        // From here on the dead count as wrong ones.
        wrong += dead;
        underWay = underWay.filter((other) => !isOver(other, now));
        if (did === 'begun') underWay.push(request);
      }
    });
  });

  it('C-5, C-9 a right try that ends never counts as a failure, and neither locks nor unlocks', () => {
    always((seen, limit) => {
      for (const { did, request, now, before, after } of seen) {
        if (did !== 'ended' || !request.right) continue;

        expect(after.failures).toBe(0);
        expect(after.lockedAt).toBe(before.lockedAt);
        expect(isLocked(before, at(now), { failuresBeforeLock: limit })).toBe(false);
      }
    });
  });

  it('C-5, C-9 never locks a secret that is always right and whose requests all end', () => {
    const alive = steps.map((script) =>
      script.map((step): Step => {
        if (step.kind === 'pass') return { ...step, seconds: 0 };

        return step.kind === 'begin' ? { ...step, right: true } : step;
      }),
    );

    fc.assert(
      fc.property(alive, limits, (script, limit) => {
        for (const { did, after } of play(script, limit)) {
          expect(did).not.toBe('locked');
          expect(after.failures).toBe(0);
        }
      }),
    );
  });

  it('C-5, C-9 a lock is told exactly once, no later than by whoever first meets it, and is never lifted', () => {
    always((seen, limit) => {
      const told = seen.filter(({ before, after }) => before.lockedAt !== after.lockedAt);
      const [first] = told;

      const locked = seen.some(
        ({ did, now, after }) => did === 'locked' || isLocked(after, at(now), { failuresBeforeLock: limit }),
      );

      expect(told.length).toBe(locked ? 1 : 0);
      if (first === undefined) return;

      expect(first.after.lockedAt).toBe(at(first.now).toISOString());
      for (const { did, after } of seen.slice(seen.indexOf(first) + 1)) {
        expect(['locked', 'ended again']).toContain(did);
        expect(after).toBe(first.after);
      }
    });
  });

  it('C-5, C-9 a lock is untold only when it is dead requests that locked', () => {
    always((seen, limit) => {
      for (const { now, after } of seen) {
        const dead = Object.values(after.underWay).filter((began) => at(now).getTime() - Date.parse(began) > 60_000).length;
        const lock = untoldLock(after, at(now), { failuresBeforeLock: limit });

        expect(lock !== undefined).toBe(dead > 0 && after.failures + dead >= limit);
        if (lock) expect(isLocked(after, at(now), { failuresBeforeLock: limit })).toBe(false);
      }
    });
  });

  it('C-5, C-9 to end a try again changes nothing', () => {
    always((seen) => {
      for (const { before, after } of seen.filter(({ did }) => did === 'ended again')) expect(after).toBe(before);
    });
  });
});
