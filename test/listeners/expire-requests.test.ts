import { describe, expect, it, vi } from 'vitest';
import { expireRequests } from '../../functions/listeners/expire-requests.ts';

const NOW = new Date('2026-12-10T15:00:00.000Z');
const PLACE = { tenantId: 'aoba', subscriptionId: 'sJ5kP0qR8tVw' };
const overdue = ['a', 'b', 'c'].map((requestId) => ({ ...PLACE, requestId }));

const run = (expireRequest: (one: (typeof overdue)[number]) => Promise<boolean>) =>
  expireRequests({
    clock: { now: () => NOW },
    overdueRequests: async function* () {
      yield* overdue;
    },
    expireRequest,
  });

describe('expireRequests', () => {
  it('A-7 goes through all that are overdue', async () => {
    const expireRequest = vi.fn(async (_: (typeof overdue)[number]) => true);
    await run(expireRequest);

    expect(expireRequest.mock.calls.map(([one]) => one)).toEqual(overdue);
  });

  it('R-4 a failing one stops no other, and fails the run, so that the alarm sees it', async () => {
    const done: string[] = [];
    const failing = run(async ({ requestId }) => {
      if (requestId === 'a') throw new Error('throttled');
      done.push(requestId);
      return true;
    });

    await expect(failing).rejects.toThrow('1 requests were not expired');
    expect(done).toEqual(['b', 'c']);
  });
});
