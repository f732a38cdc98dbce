import * as z from 'zod';
import { type Chapter, step } from '../chapter.ts';
import { MAIN_ACCOUNT, SECOND_ACCOUNT } from '../company.ts';
import { LOGIN_PASSWORD, TRANSACTION_PASSWORD } from '../credentials.ts';
import { problem } from '../problem.ts';
import { getMe, logIn, resendInvitations, setUpInitially } from '../requests.ts';

const inquiryOnly = z.object({
  inquiry: z.literal(true),
  operation: z.literal(false),
  transfer: z.literal(false),
  bulkTransfer: z.literal(false),
});

/** An added person logs in for the first time, and has what the group has. */
export const addedPerson: Chapter = {
  id: 'added-person',
  title: 'First login of an added person',
  pages: '43, 62',
  steps: [
    step({
      page: '43',
      does: 'Hana logs in with what she was mailed',
      rules: ['U-4', 'C-4'],
      request: (noted) => logIn(noted('ID of the inquirer'), noted('temporary password of the inquirer')),
      status: 201,
      answer: () =>
        z.object({
          token: z.string(),
          user: z.object({ name: z.literal('Hana Inquiry'), role: z.literal('user') }),
          requiredActions: z.tuple([z.literal('initial-setup'), z.literal('set-login-password')]),
        }),
      note: ({ token }) => ({ 'session of the inquirer': token }),
    }),
    step({
      page: '62',
      does: 'She sets both passwords',
      rules: ['C-1', 'C-2', 'C-3', 'C-4'],
      request: (noted) => setUpInitially(noted('session of the inquirer'), TRANSACTION_PASSWORD, LOGIN_PASSWORD),
      status: 204,
    }),
    step({
      page: '43',
      does: 'From now on no invitation is sent to her again: whoever has set up needs none',
      rules: ['U-4'],
      request: (noted) => resendInvitations(noted('session of the master'), noted('ID of the inquirer')),
      status: 409,
      answer: () => problem('wrong-state', { fields: [{ pointer: '/userIds/0', code: 'not-invited' }] }),
    }),
    step({
      page: '24',
      does: 'She has what her group has, and nothing more',
      rules: ['P-1', 'P-2', 'P-5'],
      request: (noted) => getMe(noted('session of the inquirer')),
      status: 200,
      answer: (noted) =>
        z.object({
          group: z.object({ groupId: z.literal(noted('inquiry group')), name: z.string() }),
          permissions: z.object({
            accounts: z.object({ [MAIN_ACCOUNT]: inquiryOnly, [SECOND_ACCOUNT]: inquiryOnly }),
            approval: z.null(),
            documents: z.literal(true),
            userAdministration: z.literal(false),
            mobileApp: z.literal(false),
          }),
        }),
    }),
  ],
};
