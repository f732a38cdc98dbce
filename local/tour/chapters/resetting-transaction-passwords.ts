import * as z from 'zod';
import { type Chapter, step } from '../chapter.ts';
import { NEW_TRANSACTION_PASSWORD, TRANSACTION_PASSWORD } from '../credentials.ts';
import { mail } from '../mail.ts';
import { problem } from '../problem.ts';
import { askForMailToken, getMe } from '../requests.ts';

/** Kenji has forgotten his transaction password; he is logged in. */
export const resettingTransactionPasswords: Chapter = {
  id: 'resetting-transaction-passwords',
  title: '4-5 Resetting (unlocking) transaction passwords',
  pages: '64-69',
  steps: [
    step({
      page: '66',
      does: 'The master asks for a mail token',
      rules: ['C-8', 'C-9'],
      request: (noted) => askForMailToken(noted('session of the master'), 'resetTransactionPasswords'),
      status: 202,
      answer: () => z.object({ sentTo: z.string(), expiresAt: z.iso.datetime() }),
    }),
    mail({
      page: '66',
      does: 'It comes by mail',
      rules: ['C-9'],
      to: 'address of the master',
      subject: /mail token/i,
      carries: ['Mail token'],
      after: 'time of the fourth token',
      note: (found) => ({ 'token for the transaction reset': found['Mail token'], 'time of the fifth token': found.sentAt }),
    }),
    step({
      page: '64-66',
      does: 'Kenji’s transaction password is reset',
      rules: ['C-8'],
      request: (noted) => ({
        method: 'POST',
        path: '/v1/users/transaction-password-resets',
        token: noted('session of the master'),
        body: {
          userIds: [noted('ID of the transferrer')],
          confirmation: { transactionPassword: TRANSACTION_PASSWORD, mailToken: noted('token for the transaction reset') },
        },
      }),
      status: 202,
    }),
    mail({
      page: '67',
      does: 'He is told by mail',
      rules: ['C-8'],
      to: 'address of the transferrer',
      subject: /transaction password/i,
      carries: ['User ID'],
    }),
    step({
      page: '68',
      does: 'His session is held at setting a new one, with the very next request',
      rules: ['C-8'],
      request: (noted) => ({ method: 'GET', path: '/v1/subscription', token: noted('session of the transferrer') }),
      status: 403,
      answer: () => problem('required-action'),
    }),
    step({
      page: '68',
      does: 'He sets it; no old one is asked for',
      rules: ['C-8', 'C-2'],
      request: (noted) => ({
        method: 'PUT',
        path: '/v1/me/transaction-password',
        token: noted('session of the transferrer'),
        body: { newPassword: NEW_TRANSACTION_PASSWORD },
      }),
      status: 204,
    }),
    step({
      page: '69',
      does: 'Nothing is pending any more',
      rules: ['C-8'],
      request: (noted) => getMe(noted('session of the transferrer')),
      status: 200,
      answer: () => z.object({ name: z.literal('Kenji Transfer'), requiredActions: z.array(z.string()).max(0) }),
    }),
  ],
};
