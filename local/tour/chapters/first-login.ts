import * as z from 'zod';
import { type Chapter, step } from '../chapter.ts';
import { PASSWORD_WITH_BIRTHDAY } from '../company.ts';
import { LOGIN_PASSWORD, TRANSACTION_PASSWORD } from '../credentials.ts';
import { problem } from '../problem.ts';
import { getSubscription, logIn, setUpInitially } from '../requests.ts';

/** The representative logs in for the first time and sets both passwords. */
export const firstLogin: Chapter = {
  id: 'first-login',
  title: 'First login and initial set-up',
  pages: '60-62',
  steps: [
    step({
      does: 'The representative logs in with the temporary password',
      rules: ['C-4', 'C-5'],
      request: (noted) => logIn(noted('ID of the master'), noted('temporary password of the master')),
      status: 201,
      answer: () =>
        z.object({
          token: z.string(),
          user: z.object({ name: z.string(), role: z.literal('representative') }),
          requiredActions: z.tuple([z.literal('initial-setup'), z.literal('set-login-password')]),
          previousLoginAt: z.never().optional(),
        }),
      note: ({ token }) => ({ 'first session of the master': token }),
    }),
    step({
      does: 'Nothing else works until the set-up is done',
      rules: ['C-4'],
      request: (noted) => getSubscription(noted('first session of the master')),
      status: 403,
      answer: () => problem('required-action').extend({ requiredActions: z.array(z.string()).min(1) }),
    }),
    step({
      page: '62',
      does: 'One password for both, and without a digit, is refused',
      rules: ['C-1', 'C-2'],
      request: (noted) => setUpInitially(noted('first session of the master'), 'all-alike', 'all-alike'),
      status: 422,
      answer: () =>
        problem('rule-violation', {
          fields: [
            { pointer: '/loginPassword', code: 'password-needs-digit' },
            { pointer: '/transactionPassword', code: 'passwords-equal' },
          ],
        }),
    }),
    step({
      page: '62',
      does: 'So is a password with the birthday in it',
      rules: ['C-3'],
      request: (noted) => setUpInitially(noted('first session of the master'), TRANSACTION_PASSWORD, PASSWORD_WITH_BIRTHDAY),
      status: 422,
      answer: () =>
        problem('rule-violation', {
          fields: [{ pointer: '/loginPassword', code: 'password-contains-personal-information' }],
        }),
    }),
    step({
      page: '62',
      does: 'Two good passwords are taken; the session goes on',
      rules: ['C-1', 'C-2', 'C-3', 'C-4'],
      request: (noted) => setUpInitially(noted('first session of the master'), TRANSACTION_PASSWORD, LOGIN_PASSWORD),
      status: 204,
    }),
    step({
      does: 'The temporary password was good for that one login',
      rules: ['C-4', 'C-5'],
      request: (noted) => logIn(noted('ID of the master'), noted('temporary password of the master')),
      status: 401,
      answer: () => problem('authentication-failed'),
    }),
    step({
      page: '20',
      does: 'The chosen password logs in, and the login before is told',
      rules: ['L-7'],
      request: (noted) => logIn(noted('ID of the master'), LOGIN_PASSWORD),
      status: 201,
      answer: () =>
        z.object({ token: z.string(), requiredActions: z.array(z.string()).max(0), previousLoginAt: z.iso.datetime() }),
      note: ({ token }) => ({ 'session of the master': token }),
    }),
  ],
};
