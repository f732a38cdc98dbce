import * as z from 'zod';
import { type Chapter, step } from '../chapter.ts';
import { problem } from '../problem.ts';
import { getMe } from '../requests.ts';

/** The master has two sessions and ends the older one. */
export const loggingOut: Chapter = {
  id: 'logging-out',
  title: 'Logging out',
  steps: [
    step({
      does: 'The master logs out of the first session',
      rules: ['L-6'],
      request: (noted) => ({
        method: 'DELETE',
        path: '/v1/sessions/current',
        token: noted('first session of the master'),
      }),
      status: 204,
    }),
    step({
      does: 'Its token is worth nothing from the next request on',
      rules: ['L-6'],
      request: (noted) => getMe(noted('first session of the master')),
      status: 401,
      answer: () => problem('unauthenticated'),
    }),
    step({
      does: 'The other session goes on',
      rules: ['L-6'],
      request: (noted) => getMe(noted('session of the master')),
      status: 200,
      answer: () => z.object({ name: z.string(), role: z.literal('master') }),
    }),
  ],
};
