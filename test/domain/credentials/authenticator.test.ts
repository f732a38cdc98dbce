import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Authenticator,
  beginVerification,
  endAuthenticatorTry,
  enrol,
  judgeCode,
  register,
  stepsAround,
} from '../../../domain/credentials/authenticator.ts';
import { beginTry, endTry, NO_TRIES, type Tries } from '../../../domain/credentials/tries.ts';

const SETTINGS = { failuresBeforeLock: 5 };
const START = Date.parse('2026-12-01T00:00:00Z');
const at = (seconds: number) => new Date(START + seconds * 1000);
const registered: Authenticator = { secret: 'ciphertext', lastStep: 100, ...NO_TRIES };

function trying<T extends Tries>(tries: T, tryId = 'try'): T {
  const begun = beginTry(tries, { tryId, now: at(0) }, SETTINGS);
  if (!begun.ok) throw new Error('a try may begin here');

  return begun.value;
}

describe('the steps that are looked at', () => {
  it('C-11 are that of the moment and one either way: a clock may be wrong by 30 seconds, and by no more', () => {
    const [moment] = [START / 30_000];

    expect(stepsAround(at(0))).toEqual([moment - 1, moment, moment + 1]);
    expect(stepsAround(at(29.999))).toEqual([moment - 1, moment, moment + 1]);
    expect(stepsAround(at(30))).toEqual([moment, moment + 1, moment + 2]);
  });

  it('C-11 whatever the time, differ from it by less than a minute', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (time) => {
        for (const step of stepsAround(new Date(time))) expect(Math.abs(step * 30_000 - time)).toBeLessThan(60_000);
      }),
    );
  });
});

describe('a code', () => {
  it.each([
    [[], 100, { kind: 'wrong' }],
    [[101], 100, { kind: 'right', step: 101 }],
    [[100], 100, { kind: 'used' }],
    [[99], 100, { kind: 'used' }],
    [[100, 101], 100, { kind: 'right', step: 101 }],
    [[101, 102], 100, { kind: 'right', step: 101 }],
  ] as const)('C-11 of the steps %j, the last used being %d, is %j', (steps, lastStep, verdict) => {
    expect(judgeCode(steps, lastStep)).toEqual(verdict);
  });

  it('C-11 never serves after one of the same step or a later one has', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 95, max: 105 })), fc.integer({ min: 95, max: 105 }), (steps, lastStep) => {
        const verdict = judgeCode(steps, lastStep);

        if (verdict.kind === 'right') expect(verdict.step).toBeGreaterThan(lastStep);
        expect(verdict.kind === 'right').toBe(steps.some((step) => step > lastStep));
      }),
    );
  });
});

describe('the end of a try', () => {
  const end = (verdict: Parameters<typeof endAuthenticatorTry>[1]['verdict'], outcome: 'served' | 'unused', failures = 2) =>
    endAuthenticatorTry({ ...trying({ ...registered, failures }) }, { tryId: 'try', verdict, outcome, now: at(1) }, SETTINGS);

  it('C-11 a right code that has served does not serve again, and ends the row of wrong ones', () => {
    expect(end({ kind: 'right', step: 102 }, 'served')).toMatchObject({ lastStep: 102, failures: 0, underWay: {} });
  });

  it('C-11 a right code that confirmed nothing can be used again', () => {
    expect(end({ kind: 'right', step: 102 }, 'unused')).toMatchObject({ lastStep: 100, failures: 0, underWay: {} });
  });

  it('C-9 a wrong code counts, and the fifth in a row locks', () => {
    expect(end({ kind: 'wrong' }, 'unused')).toMatchObject({ lastStep: 100, failures: 3, underWay: {} });
    expect(end({ kind: 'wrong' }, 'unused', 4)).toMatchObject({ failures: 5, lockedAt: at(1).toISOString() });
  });

  it('C-11 a code used before neither counts nor ends the row of wrong ones', () => {
    expect(end({ kind: 'used' }, 'unused')).toMatchObject({ lastStep: 100, failures: 2, underWay: {} });
  });
});

describe('an enrolment', () => {
  const enrolment = enrol('ciphertext', at(0));
  const begin = (seconds: number, tries = enrolment) => beginVerification(tries, { tryId: 'try', now: at(seconds) }, SETTINGS);

  it('C-11 can be verified for 30 minutes and no longer', () => {
    expect(begin(30 * 60 - 0.001)).toMatchObject({ ok: true });
    expect(begin(30 * 60)).toEqual({ ok: false, refusal: { code: 'wrong-state' } });
  });

  it('C-11 there is none to verify before one was begun', () => {
    expect(beginVerification(undefined, { tryId: 'try', now: at(0) }, SETTINGS)).toEqual({
      ok: false,
      refusal: { code: 'wrong-state' },
    });
  });

  it('C-11 is spoilt by five wrong codes', () => {
    const spoilt = Array.from({ length: 5 }).reduce<typeof enrolment>(
      (before) => endTry(trying(before), { tryId: 'try', right: false, now: at(1) }, SETTINGS),
      enrolment,
    );

    expect(begin(2, spoilt)).toEqual({ ok: false, refusal: { code: 'wrong-state' } });
  });

  it('C-11 lets no more be tried at once than could still fail', () => {
    const busy = ['a', 'b', 'c', 'd', 'e'].reduce((before, tryId) => trying(before, tryId), enrolment);

    expect(begin(1, busy)).toEqual({ ok: false, refusal: { code: 'busy' } });
  });

  it('C-11 becomes an authenticator for which the code verified has been used', () => {
    const { authenticator, authenticatorEnrolment } = register(trying(enrolment), 107);

    expect(authenticator).toEqual({ secret: 'ciphertext', lastStep: 107, failures: 0, underWay: {} });
    expect(authenticatorEnrolment).toBeUndefined();
  });
});
