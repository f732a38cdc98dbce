import * as z from 'zod';
import { type Chapter, step } from '../chapter.ts';
import type { TourRequest } from '../client.ts';
import { LOGIN_PASSWORD, NEW_LOGIN_PASSWORD, TRANSACTION_PASSWORD } from '../credentials.ts';
import { mail } from '../mail.ts';
import type { Noted } from '../notes.ts';
import { problem } from '../problem.ts';
import { askForMailToken, logIn, setUpInitially } from '../requests.ts';

/** Kenji has lost his invitation; the master resets his login password. */
export const resettingLoginPasswords: Chapter = {
  id: 'resetting-login-passwords',
  title: '4-4 Resetting (unlocking) login passwords',
  pages: '56-63',
  steps: [
    step({
      page: '58',
      does: 'The master asks for a mail token',
      rules: ['C-6', 'C-9'],
      request: (noted) => askForMailToken(noted('session of the master'), 'resetLoginPasswords'),
      status: 202,
      answer: () => z.object({ sentTo: z.string(), expiresAt: z.iso.datetime() }),
    }),
    mail({
      page: '58',
      does: 'It comes by mail',
      rules: ['C-9'],
      to: 'address of the master',
      subject: /mail token/i,
      carries: ['Mail token'],
      after: 'time of the third token',
      note: (found) => ({ 'token for the login reset': found['Mail token'], 'time of the fourth token': found.sentAt }),
    }),
    step({
      page: '57-58',
      does: 'Kenji’s login password is reset',
      rules: ['C-6'],
      request: (noted) => ({
        method: 'POST',
        path: '/v1/users/login-password-resets',
        token: noted('session of the master'),
        body: {
          userIds: [noted('ID of the transferrer')],
          confirmation: { transactionPassword: TRANSACTION_PASSWORD, mailToken: noted('token for the login reset') },
        },
      }),
      status: 202,
    }),
    mail({
      page: '59-60',
      does: 'He is mailed a URL and a reset code',
      rules: ['C-6', 'C-7'],
      to: 'address of the transferrer',
      subject: /new login password/i,
      carries: ['User ID', 'Reset code'],
      link: /\/login-password-resets\/(\S+)$/m,
      note: (found) => ({ 'reset code': found['Reset code'], 'reset ID': found.linked }),
    }),
    step({
      page: '60',
      does: 'A wrong code is refused, and counts',
      rules: ['C-7'],
      request: (noted) => completed(noted, noted('reset code') === '00000000' ? '11111111' : '00000000'),
      status: 403,
      answer: () => problem('confirmation-failed'),
    }),
    step({
      page: '60-61',
      does: 'With the right one he sets a new login password',
      rules: ['C-7', 'C-1'],
      request: (noted) => completed(noted, noted('reset code')),
      status: 204,
    }),
    step({
      page: '60',
      does: 'The code works once',
      rules: ['C-7'],
      request: (noted) => completed(noted, noted('reset code')),
      status: 410,
      answer: () => problem('expired'),
    }),
    step({
      page: '62',
      does: 'His next login begins with the initial set-up',
      rules: ['C-7', 'C-4'],
      request: (noted) => logIn(noted('ID of the transferrer'), NEW_LOGIN_PASSWORD),
      status: 201,
      answer: () => z.object({ token: z.string(), requiredActions: z.tuple([z.literal('initial-setup')]) }),
      note: ({ token }) => ({ 'session of the transferrer': token }),
    }),
    step({
      page: '62-63',
      does: 'He sets his passwords',
      rules: ['C-4'],
      request: (noted) => setUpInitially(noted('session of the transferrer'), TRANSACTION_PASSWORD, LOGIN_PASSWORD),
      status: 204,
    }),
  ],
};

function completed(noted: Noted, resetCode: string): TourRequest {
  const body = { resetCode, newPassword: NEW_LOGIN_PASSWORD };

  return { method: 'POST', path: `/v1/login-password-resets/${noted('reset ID')}`, body };
}
