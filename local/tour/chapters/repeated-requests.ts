import * as z from 'zod';
import { type Chapter, step } from '../chapter.ts';
import type { TourRequest } from '../client.ts';
import type { Noted } from '../notes.ts';
import { problem } from '../problem.ts';
import { createUsers, listUsers } from '../requests.ts';

/** A client that got no answer sends its request again. */
export const repeatedRequests: Chapter = {
  id: 'repeated-requests',
  title: 'A repeated request',
  steps: [
    step({
      does: 'Yumi is added, under an Idempotency-Key',
      rules: ['R-3', 'U-2'],
      request: (noted) => addedWithKey(noted, 'Yumi Late'),
      status: 201,
      answer: () =>
        z.object({ users: z.tuple([z.object({ userId: z.string(), name: z.literal('Yumi Late') })]), remaining: z.literal(97) }),
      note: ({ users: [yumi] }) => ({ 'ID of the latecomer': yumi.userId }),
    }),
    step({
      does: 'The same request again has the same answer, and adds nobody',
      rules: ['R-3'],
      request: (noted) => addedWithKey(noted, 'Yumi Late'),
      status: 201,
      answer: (noted) =>
        z.object({
          users: z.tuple([z.object({ userId: z.literal(noted('ID of the latecomer')) })]),
          remaining: z.literal(97),
        }),
    }),
    step({
      does: 'The key does not serve for another request',
      rules: ['R-3'],
      request: (noted) => addedWithKey(noted, 'Yumi Other'),
      status: 422,
      answer: () => problem('idempotency-key-reused'),
    }),
    step({
      does: 'There is one Yumi, and the master with three people',
      rules: ['R-3', 'U-1'],
      request: (noted) => listUsers(noted('session of the master')),
      status: 200,
      answer: () => z.object({ users: z.array(z.object({ name: z.string() })).length(4), remaining: z.literal(97) }),
    }),
  ],
};

function addedWithKey(noted: Noted, name: string): TourRequest {
  const user = { name, email: noted('address of the latecomer'), groupId: noted('inquiry group') };

  return { ...createUsers(noted('session of the master'), user), headers: { 'Idempotency-Key': `add-${noted('tenant')}` } };
}
