import * as z from 'zod';
import { type Chapter, step } from '../chapter.ts';
import type { TourRequest } from '../client.ts';
import { mail } from '../mail.ts';
import type { Noted } from '../notes.ts';
import { problem } from '../problem.ts';
import { createUsers, listUsers } from '../requests.ts';

const Invited = (name: string) =>
  z.object({
    userId: z.string(),
    name: z.literal(name),
    group: z.object({ name: z.string() }),
    loginStatus: z.literal('invited'),
    transactionStatus: z.literal('unset'),
  });

const Listed = z.object({
  name: z.enum(['Hana Inquiry', 'Kenji Transfer']),
  group: z.object({ name: z.string() }),
  loginStatus: z.literal('invited'),
});

/** Two people at once, one for each group. */
export const addingUsers: Chapter = {
  id: 'adding-users',
  title: '4-1 Adding users',
  pages: '37-43',
  steps: [
    step({
      page: '37-38',
      does: 'The list begins with the master alone, who is in no group and takes no seat',
      rules: ['U-1', 'S-3', 'U-3'],
      request: (noted) => listUsers(noted('session of the master')),
      status: 200,
      answer: (noted) =>
        z.object({
          users: z.tuple([
            z.object({
              userId: z.literal(noted('ID of the master')),
              role: z.literal('master'),
              group: z.never().optional(),
              authenticatorRegistered: z.literal(false),
              loginStatus: z.literal('active'),
              transactionStatus: z.literal('active'),
            }),
          ]),
          remaining: z.literal(100),
        }),
    }),
    step({
      page: '39',
      does: 'When one of two people cannot be added, neither is',
      rules: ['U-2', 'R-6'],
      request: (noted) => added(noted, 'no address'),
      status: 400,
      answer: () => problem('invalid-request', { fields: [{ pointer: '/users/1/email', code: 'invalid-format' }] }),
    }),
    step({
      page: '39-42',
      does: 'Two people are added at once, without a confirmation',
      rules: ['U-2', 'U-3'],
      request: (noted) => added(noted, noted('address of the transferrer')),
      status: 201,
      answer: () => z.object({ users: z.tuple([Invited('Hana Inquiry'), Invited('Kenji Transfer')]), remaining: z.literal(98) }),
      note: ({ users: [hana, kenji] }) => ({ 'ID of the inquirer': hana.userId, 'ID of the transferrer': kenji.userId }),
    }),
    mail({
      page: '42-43',
      does: 'Hana is mailed her user ID and a temporary login password',
      rules: ['U-4'],
      to: 'address of the inquirer',
      subject: /user ID/i,
      carries: ['User ID', 'Temporary login password'],
      note: (found) => ({ 'temporary password of the inquirer': found['Temporary login password'] }),
    }),
    mail({
      page: '42-43',
      does: 'So is Kenji',
      rules: ['U-4'],
      to: 'address of the transferrer',
      subject: /user ID/i,
      carries: ['User ID', 'Temporary login password'],
    }),
    step({
      page: '43',
      does: 'The list shows the master first, both people, and how many can still be added',
      rules: ['U-1', 'U-3'],
      request: (noted) => listUsers(noted('session of the master')),
      status: 200,
      answer: (noted) =>
        z.object({
          users: z.tuple([z.object({ userId: z.literal(noted('ID of the master')), name: z.string() }), Listed, Listed]),
          remaining: z.literal(98),
          asOf: z.iso.datetime(),
        }),
    }),
  ],
};

function added(noted: Noted, secondEmail: string): TourRequest {
  return createUsers(
    noted('session of the master'),
    { name: 'Hana Inquiry', email: noted('address of the inquirer'), groupId: noted('inquiry group') },
    { name: 'Kenji Transfer', email: secondEmail, groupId: noted('transfer group') },
  );
}
