import * as z from 'zod';
import { type Chapter, step } from '../chapter.ts';
import type { TourRequest } from '../client.ts';
import { mail } from '../mail.ts';
import type { Noted } from '../notes.ts';
import { problem } from '../problem.ts';
import { listUsers } from '../requests.ts';

/** Yumi, who has not logged in yet, gets another group and another mail address. */
export const editingUsers: Chapter = {
  id: 'editing-users',
  title: '4-2 Editing users',
  pages: '44-50',
  steps: [
    step({
      page: '46',
      does: 'Both groups are offered for Yumi',
      rules: ['U-6'],
      request: (noted) => ({
        method: 'GET',
        path: `/v1/users/${noted('ID of the latecomer')}/assignable-groups`,
        token: noted('session of the master'),
      }),
      status: 200,
      answer: () => z.object({ groups: z.array(z.object({ groupId: z.string(), name: z.string() })).length(2) }),
    }),
    step({
      page: '45',
      does: 'One person in two rows is refused, with a pointer to the second',
      rules: ['U-5', 'R-6'],
      request: (noted) => updated(noted, { name: 'Yumi Late' }, { name: 'Yumi Later' }),
      status: 400,
      answer: () => problem('invalid-request', { fields: [{ pointer: '/users/1/userId', code: 'duplicate' }] }),
    }),
    step({
      page: '45-49',
      does: 'Yumi is moved and has a new address; nobody has to confirm it',
      rules: ['U-5'],
      request: (noted) => updated(noted, { groupId: noted('transfer group'), email: noted('new address of the latecomer') }),
      status: 200,
      answer: (noted) =>
        z.object({
          users: z.tuple([
            z.object({
              name: z.literal('Yumi Late'),
              email: z.literal(noted('new address of the latecomer')),
              group: z.object({ groupId: z.literal(noted('transfer group')), name: z.string() }),
              loginStatus: z.literal('invited'),
              version: z.literal(2),
            }),
          ]),
        }),
    }),
    mail({
      page: '48',
      does: 'She is invited again at the new address, with a new temporary password',
      rules: ['U-4', 'U-5'],
      to: 'new address of the latecomer',
      subject: /user ID/i,
      carries: ['User ID', 'Temporary login password'],
    }),
    step({
      page: '50',
      does: 'The list of her new group shows her',
      rules: ['U-1', 'U-5'],
      request: (noted) => ({
        ...listUsers(noted('session of the master')),
        path: `/v1/users?groupId=${noted('transfer group')}`,
      }),
      status: 200,
      answer: (noted) =>
        z
          .object({ users: z.array(z.object({ name: z.string(), email: z.string() })).length(2) })
          .refine(
            ({ users }) => users.some(({ email }) => email === noted('new address of the latecomer')),
            'nobody has the new address',
          ),
    }),
    mail({
      does: 'The old address is told as well',
      rules: ['U-11'],
      to: 'address of the latecomer',
      subject: /mail address was changed/i,
      carries: ['User ID'],
    }),
  ],
};

function updated(noted: Noted, ...rows: readonly object[]): TourRequest {
  const users = rows.map((row) => ({ userId: noted('ID of the latecomer'), version: 1, ...row }));

  return { method: 'POST', path: '/v1/users/batch-update', token: noted('session of the master'), body: { users } };
}
