import * as z from 'zod';
import { type Chapter, step } from '../chapter.ts';
import { confirmed, mailTokenSteps, timeNote } from '../confirming.ts';
import { getSubscription } from '../requests.ts';

/** The tenant has applied without client certificates, and wants them now. */
export const applyingForCertificates: Chapter = {
  id: 'applying-for-certificates',
  title: '2-2 Applying for client certificates',
  pages: '8-12',
  steps: [
    step({
      page: '8',
      does: 'The terms of client certificates are shown with the subscription',
      rules: ['S-4'],
      request: (noted) => getSubscription(noted('session of the master')),
      status: 200,
      answer: () =>
        z.object({
          certificates: z.object({ status: z.literal('not-subscribed') }),
          terms: z.object({ certificateTermsVersion: z.string() }),
        }),
      note: ({ terms }) => ({ 'certificate terms': terms.certificateTermsVersion }),
    }),
    ...mailTokenSteps('subscribeCertificates', { after: timeNote('returnRequest') }),
    step({
      page: '9-11',
      does: 'The master accepts them, and the service is active at once',
      rules: ['S-4', 'S-5'],
      request: (noted) => ({
        method: 'POST',
        path: '/v1/subscription/certificates',
        token: noted('session of the master'),
        body: { acceptedTerms: noted('certificate terms'), confirmation: confirmed(noted, 'subscribeCertificates') },
      }),
      status: 201,
      answer: () => z.object({ certificates: z.object({ status: z.literal('active') }), loginMethod: z.literal('user-id') }),
    }),
    step({
      page: '12',
      does: 'Both are in use now, as the subscription shows',
      rules: ['S-2', 'S-4'],
      request: (noted) => getSubscription(noted('session of the master')),
      status: 200,
      answer: () =>
        z.object({
          status: z.literal('active'),
          certificates: z.object({ status: z.literal('active') }),
          acceptances: z.array(z.object({ version: z.string(), at: z.iso.datetime() })).length(2),
        }),
    }),
  ],
};
