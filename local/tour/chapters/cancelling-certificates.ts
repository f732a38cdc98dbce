import * as z from 'zod';
import { type Chapter, step } from '../chapter.ts';
import { confirmed, mailTokenSteps, timeNote } from '../confirming.ts';

/** The tenant gives up client certificates. */
export const cancellingCertificates: Chapter = {
  id: 'cancelling-certificates',
  title: '2-3 Cancelling client certificates',
  pages: '13-15',
  steps: [
    ...mailTokenSteps('cancelCertificates', { after: timeNote('changeLoginMethod') }),
    step({
      page: '13-15',
      does: 'The service ends at once; the certificates are revoked by the end of the third business day',
      rules: ['S-6', 'S-7'],
      request: (noted) => ({
        method: 'POST',
        path: '/v1/subscription/certificates/cancellation',
        token: noted('session of the master'),
        body: { confirmation: confirmed(noted, 'cancelCertificates') },
      }),
      status: 202,
      answer: () => z.object({ revocationDueAt: z.iso.datetime() }),
    }),
    step({
      page: '14-15',
      does: 'Until then the valid one is listed as scheduled',
      rules: ['S-7'],
      request: (noted) => ({
        method: 'GET',
        path: '/v1/certificates?status=revocation-scheduled',
        token: noted('session of the master'),
      }),
      status: 200,
      answer: () =>
        z.object({
          certificates: z.tuple([z.object({ status: z.literal('revocation-scheduled'), revocationDueAt: z.iso.datetime() })]),
        }),
    }),
  ],
};
