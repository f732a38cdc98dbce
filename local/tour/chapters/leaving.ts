import * as z from 'zod';
import { type Chapter, step } from '../chapter.ts';
import { confirmed, mailTokenSteps, timeNote } from '../confirming.ts';
import { LOGIN_PASSWORD } from '../credentials.ts';
import { problem } from '../problem.ts';
import { getSubscription, listUsers, logIn } from '../requests.ts';

/** The tenant gives up Business ID management, and begins anew. */
export const leaving: Chapter = {
  id: 'leaving',
  title: '2-3 Cancelling Business ID management',
  pages: '16-19',
  steps: [
    ...mailTokenSteps('cancelSubscription', { after: timeNote('cancelCertificates') }),
    step({
      page: '16-17',
      does: 'Now that client certificates are cancelled, the master leaves the service',
      rules: ['S-5', 'S-9', 'S-10'],
      request: (noted) => ({
        method: 'POST',
        path: '/v1/subscription/cancellation',
        token: noted('session of the master'),
        body: { confirmation: confirmed(noted, 'cancelSubscription') },
      }),
      status: 202,
    }),
    step({
      page: '17',
      does: 'Kenji’s session is over with the next request',
      rules: ['S-10', 'L-6'],
      request: (noted) => getSubscription(noted('session of the transferrer')),
      status: 401,
      answer: () => problem('unauthenticated'),
    }),
    step({
      page: '17',
      does: 'The representative logs in as before',
      rules: ['S-10'],
      request: (noted) => logIn(noted('ID of the master'), LOGIN_PASSWORD),
      status: 201,
      answer: () => z.object({ user: z.object({ role: z.literal('representative') }) }),
    }),
    step({
      page: '18-19',
      does: 'The company has not applied any more; what it had accepted is still shown',
      rules: ['S-1', 'S-2', 'S-10'],
      request: (noted) => getSubscription(noted('session of the master')),
      status: 200,
      answer: () =>
        z.object({
          status: z.literal('not-subscribed'),
          certificates: z.object({ status: z.literal('not-subscribed'), revocationDueAt: z.never().optional() }),
          acceptances: z.array(z.object({ version: z.string() })).length(2),
        }),
    }),
    step({
      page: '17',
      does: 'It can apply again at once',
      rules: ['S-1', 'S-10'],
      request: (noted) => ({
        method: 'POST',
        path: '/v1/subscription',
        token: noted('session of the master'),
        body: { acceptedTerms: noted('terms'), certificates: false },
      }),
      status: 201,
      answer: () => z.object({ status: z.literal('active'), remainingGroups: z.literal(100) }),
    }),
    step({
      page: '17',
      does: 'And starts clean: Kenji is not there, and neither is anybody else',
      rules: ['S-10', 'S-11'],
      request: (noted) => listUsers(noted('session of the master')),
      status: 200,
      answer: () => z.object({ users: z.tuple([z.object({ role: z.literal('master') })]), remaining: z.literal(100) }),
    }),
  ],
};
