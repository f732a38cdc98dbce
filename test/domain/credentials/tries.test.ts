import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locksNow, spendTry, type Tries } from '../../../domain/credentials/tries.ts';

const SETTINGS = { failuresBeforeLock: 5 };

describe('spendTry', () => {
  it('C-5 lets 5 tries fail in a row and refuses the 6th', () => {
    let tries: Tries = { failures: 0 };
    const lockedAfter: boolean[] = [];

    for (let n = 0; n < 5; n++) {
      const spent = spendTry(tries, SETTINGS);
      if (!spent.ok) throw new Error('not locked yet');
      tries = spent.value;
      lockedAfter.push(locksNow(tries, SETTINGS));
    }

    expect(lockedAfter).toEqual([false, false, false, false, true]);
    expect(spendTry(tries, SETTINGS)).toEqual({ ok: false, refusal: { code: 'locked' } });
  });

  it('C-5, C-9 locks at the fifth failure without a success between, and only then, in any sequence', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 60 }), (successes) => {
        let tries: Tries = { failures: 0 };
        let failedInARow = 0;

        for (const success of successes) {
          const spent = spendTry(tries, SETTINGS);
          expect(spent.ok).toBe(failedInARow < 5);
          if (!spent.ok) return;

          failedInARow = success ? 0 : failedInARow + 1;
          tries = success ? { failures: 0 } : spent.value;
          if (!success) expect(locksNow(tries, SETTINGS)).toBe(failedInARow === 5);
        }
      }),
    );
  });
});
