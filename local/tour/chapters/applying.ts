import * as z from 'zod';
import { type Chapter, step } from '../chapter.ts';
import type { TourRequest } from '../client.ts';
import { MAIN_ACCOUNT, SECOND_ACCOUNT } from '../company.ts';
import type { Noted } from '../notes.ts';
import { problem } from '../problem.ts';
import { getMe, getSubscription } from '../requests.ts';

const everyRight = z.object({
  inquiry: z.literal(true),
  operation: z.literal(true),
  transfer: z.literal(true),
  bulkTransfer: z.literal(true),
});

/** The representative applies without certificates and is the master user from then on. */
export const applying: Chapter = {
  id: 'applying',
  title: '2-1 Applying without certificates',
  pages: '2-8',
  steps: [
    step({
      page: '3-4',
      does: 'The company has not applied yet; the terms in force are shown',
      rules: ['S-1'],
      request: (noted) => getSubscription(noted('session of the master')),
      status: 200,
      answer: () =>
        z.object({
          status: z.literal('not-subscribed'),
          terms: z.object({ version: z.string() }),
          acceptances: z.array(z.unknown()).max(0),
        }),
      note: ({ terms }) => ({ terms: terms.version }),
    }),
    step({
      page: '5',
      does: 'Accepting terms that are not the ones in force is refused',
      rules: ['S-2'],
      request: (noted) => applied(noted, '2000-01-01'),
      status: 409,
      answer: () => problem('terms-outdated'),
    }),
    step({
      page: '5-7',
      does: 'Accepting the right ones, without certificates, starts the subscription at once',
      rules: ['S-1', 'S-2', 'S-5'],
      request: (noted) => applied(noted, noted('terms')),
      status: 201,
      answer: (noted) =>
        z.object({
          status: z.literal('active'),
          acceptances: z.tuple([
            z.object({
              version: z.literal(noted('terms')),
              at: z.iso.datetime(),
              userId: z.literal(noted('ID of the master')),
            }),
          ]),
        }),
    }),
    step({
      page: '2, 8',
      does: 'Business ID management is in use, certificates are not',
      rules: ['S-1', 'G-3', 'U-3'],
      request: (noted) => getSubscription(noted('session of the master')),
      status: 200,
      answer: () =>
        z.object({
          status: z.literal('active'),
          certificates: z.object({ status: z.literal('not-subscribed') }),
          loginMethod: z.literal('user-id'),
          remainingUsers: z.literal(100),
          remainingGroups: z.literal(100),
        }),
    }),
    step({
      page: '37',
      does: 'The representative is the master user, with every right and no limit',
      rules: ['S-3', 'P-7'],
      request: (noted) => getMe(noted('session of the master')),
      status: 200,
      answer: () =>
        z.object({
          role: z.literal('master'),
          permissions: z.object({
            accounts: z.object({ [MAIN_ACCOUNT]: everyRight, [SECOND_ACCOUNT]: everyRight }),
            approval: z.object({ approvalLimit: z.null(), selfApprovalLimit: z.null() }),
            userAdministration: z.literal(true),
          }),
        }),
    }),
  ],
};

function applied(noted: Noted, acceptedTerms: string): TourRequest {
  const body = { acceptedTerms, certificates: false };

  return { method: 'POST', path: '/v1/subscription', token: noted('session of the master'), body };
}
