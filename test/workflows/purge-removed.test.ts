import { describe, expect, it } from 'vitest';
import { purgeRemoved, type Removed } from '../../functions/workflows/purge-removed.ts';

const subscription = { tenantId: 'aoba', subscriptionId: 'sJ5kP0qR8tVw' };
const ids = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}${n}`);

/** Purges page by page, as the state machine does, and answers what went in each call. */
async function purgeAll(removed: Omit<Removed, keyof typeof subscription>, live: readonly string[] = []) {
  const pages: string[][] = [];
  let rest: Removed = { ...subscription, ...removed };

  while (rest.userIds.length + rest.groupIds.length > 0) {
    const page: string[] = [];
    pages.push(page);

    rest = await purgeRemoved(rest, {
      roster: async () => ({ names: (id) => live.includes(id) }),
      purgeUser: async (_, userId) => void page.push(userId),
      purgeGroup: async (_, groupId) => void page.push(groupId),
    });
  }

  return pages;
}

describe('purgeRemoved', () => {
  it('G-5 U-8 takes every user and every group once, some at a time, and comes to an end', async () => {
    const [userIds, groupIds] = [ids('u', 100), ids('g', 100)];

    const pages = await purgeAll({ userIds, groupIds });

    expect(pages.flat()).toEqual([...userIds, ...groupIds]);
    expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(40);
  });

  it('touches nobody when the roster still names one of them', async () => {
    const purged: string[] = [];
    const run = purgeRemoved(
      { ...subscription, userIds: ['u0', 'u1'], groupIds: [] },
      {
        roster: async () => ({ names: (id) => id === 'u1' }),
        purgeUser: async (_, userId) => void purged.push(userId),
        purgeGroup: async () => {},
      },
    );

    await expect(run).rejects.toThrow('live');
    expect(purged).toEqual([]);
  });
});
