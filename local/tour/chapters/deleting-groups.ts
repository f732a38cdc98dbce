import * as z from 'zod';
import { type Chapter, step } from '../chapter.ts';
import { problem } from '../problem.ts';
import { getMe } from '../requests.ts';

/** A group goes with its members. */
export const deletingGroups: Chapter = {
  id: 'deleting-groups',
  title: '3-3 Deleting groups',
  pages: '33-36',
  steps: [
    step({
      page: '33-35',
      does: 'The inquiry group is deleted, and Hana with it; no confirmation is asked for',
      rules: ['G-5', 'U-8'],
      request: (noted) => ({
        method: 'POST',
        path: '/v1/groups/batch-delete',
        token: noted('session of the master'),
        body: { groupIds: [noted('inquiry group')] },
      }),
      status: 200,
      answer: (noted) =>
        z.object({
          deletedGroupIds: z.tuple([z.literal(noted('inquiry group'))]),
          deletedUserIds: z.tuple([z.literal(noted('ID of the inquirer'))]),
        }),
    }),
    step({
      page: '35',
      does: 'Her session is over with the next request',
      rules: ['G-5', 'L-6'],
      request: (noted) => getMe(noted('session of the inquirer')),
      status: 401,
      answer: () => problem('unauthenticated'),
    }),
    step({
      page: '36',
      does: 'One group is left',
      rules: ['G-1', 'G-3'],
      request: (noted) => ({ method: 'GET', path: '/v1/groups', token: noted('session of the master') }),
      status: 200,
      answer: () =>
        z.object({
          groups: z.tuple([z.object({ name: z.literal('Transfers'), memberCount: z.literal(1) })]),
          remaining: z.literal(99),
        }),
    }),
  ],
};
