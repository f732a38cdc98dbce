import * as z from 'zod';
import { type Chapter, step } from '../chapter.ts';
import { LOGIN_PASSWORD } from '../credentials.ts';
import { mail } from '../mail.ts';
import { problem } from '../problem.ts';
import { listUsers, logIn } from '../requests.ts';

const WRONG_PASSWORD = 'Wrong-123';

/** Somebody guesses at a login password. */
export const lockedLogin: Chapter = {
  id: 'locked-login',
  title: 'Wrong logins',
  pages: '43, 56',
  steps: [
    step({
      does: 'An ID that nobody has: the answer does not tell that',
      rules: ['C-5'],
      request: () => logIn('nobody-has-this', WRONG_PASSWORD),
      status: 401,
      answer: () => problem('authentication-failed'),
    }),
    step({
      does: 'Five wrong passwords for Hana are answered the same',
      rules: ['C-5'],
      times: 5,
      request: (noted) => logIn(noted('ID of the inquirer'), WRONG_PASSWORD),
      status: 401,
      answer: () => problem('authentication-failed'),
    }),
    step({
      does: 'And so is the right one after them: it is locked, but only Hana is told',
      rules: ['C-5'],
      request: (noted) => logIn(noted('ID of the inquirer'), LOGIN_PASSWORD),
      status: 401,
      answer: () => problem('authentication-failed'),
    }),
    mail({
      does: 'She is mailed that her login password is locked',
      rules: ['C-5'],
      to: 'address of the inquirer',
      subject: /locked/i,
      carries: ['User ID'],
    }),
    step({
      page: '43, 56',
      does: 'The master sees it in the list of her group',
      rules: ['U-1', 'C-5'],
      request: (noted) => ({
        ...listUsers(noted('session of the master')),
        path: `/v1/users?groupId=${noted('inquiry group')}`,
      }),
      status: 200,
      answer: () =>
        z.object({
          users: z.tuple([z.object({ name: z.literal('Hana Inquiry'), loginStatus: z.literal('locked') })]),
        }),
    }),
  ],
};
