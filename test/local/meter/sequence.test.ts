import { describe, expect, it } from 'vitest';
import { createSequence } from '../../../local/meter/sequence.ts';

/** The round trips of calls, given in the order in which they end. */
function roundTrips(...spans: [startedAt: number, endedAt: number][]): number {
  const sequence = createSequence();
  for (const [startedAt, endedAt] of spans) sequence.add({ startedAt, endedAt });

  return sequence.length;
}

describe('round trips in sequence', () => {
  it('are none without a call', () => {
    expect(roundTrips()).toBe(0);
  });

  it('count calls one after the other', () => {
    expect(roundTrips([0, 1], [1, 2], [5, 6])).toBe(3);
  });

  it('count calls that overlapped once', () => {
    expect(roundTrips([1, 2], [0, 3], [2.5, 4])).toBe(2);
    expect(roundTrips([0, 5], [1, 6], [2, 7])).toBe(1);
  });

  it('count what waited for each other beside one long call', () => {
    expect(roundTrips([0, 2], [3, 5], [6, 8], [0, 9])).toBe(3);
  });
});
