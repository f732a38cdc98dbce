import * as z from 'zod';
import { type Chapter, step } from '../chapter.ts';
import { MAIN_ACCOUNT } from '../company.ts';

const Reasons = z.array(z.object({ right: z.string(), rule: z.string(), detail: z.string() }));

/** What an administrator asks: what may she do, and who may do this. */
export const whoMayDoWhat: Chapter = {
  id: 'who-may-do-what',
  title: 'Who may do what, and why',
  steps: [
    step({
      does: 'What Yumi may do comes from her new group',
      rules: ['P-1', 'P-2', 'G-9'],
      request: (noted) => ({
        method: 'GET',
        path: `/v1/users/${noted('ID of the latecomer')}/effective-permissions`,
        token: noted('session of the master'),
        headers: { 'Accept-Language': 'en' },
      }),
      status: 200,
      answer: () =>
        z
          .object({ permissions: z.object({ approval: z.object({ approvalLimit: z.literal(10_000_000) }) }), reasons: Reasons })
          .transform(({ permissions, reasons }) => ({ ...permissions, 'last reason': reasons.at(-1) })),
    }),
    step({
      does: 'The master, Kenji and Yumi may make transfers from the main account; two of them alone up to a million yen',
      rules: ['P-1', 'P-7', 'A-2'],
      request: (noted) => ({
        method: 'GET',
        path: `/v1/permission-holders?right=transfer&accountId=${MAIN_ACCOUNT}&amount=1000001`,
        token: noted('session of the master'),
        headers: { 'Accept-Language': 'en' },
      }),
      status: 200,
      answer: () =>
        z
          .object({ users: z.array(z.object({ name: z.string(), reasons: Reasons })).length(3) })
          .transform(({ users }) => users.map(({ name, reasons }) => ({ name, 'last reason': reasons.at(-1)?.detail }))),
    }),
  ],
};
