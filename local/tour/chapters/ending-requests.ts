import * as z from 'zod';
import { type Chapter, step } from '../chapter.ts';
import { confirmed, mailTokenSteps, timeNote } from '../confirming.ts';
import { problem } from '../problem.ts';
import { decide, eventAboutRequest, inStatus, latestVersion, requestNotes, submit, transfer } from '../transfers.ts';

const PAPER = { amount: 500_000, reference: 'PAPER-118' };
const MACHINE = { amount: 2_000_000, reference: 'MACHINE-7' };
const MACHINE_AGAIN = { ...MACHINE, reference: 'MACHINE-8' };

/** What else becomes of requests: an approval is taken back, others need none, or never get one. */
export const endingRequests: Chapter = {
  id: 'ending-requests',
  title: 'Cancelling, returning and withdrawing',
  pages: '22-25',
  steps: [
    ...mailTokenSteps('cancelApproval', { after: timeNote('approveRequest'), target: latestVersion }),
    step({
      does: 'Its day is still to come: the master takes the approval back',
      rules: ['A-6'],
      request: (noted) =>
        decide(noted, 'session of the master', 'approval-cancellation', { confirmation: confirmed(noted, 'cancelApproval') }),
      status: 200,
      answer: () => inStatus('approval-cancelled'),
      note: requestNotes,
    }),
    step({
      does: 'Core banking is told of that as well',
      rules: ['A-6', 'R-4'],
      patient: true,
      request: () => ({ method: 'GET', path: '/_local/events?type=transfer-approval-cancelled' }),
      status: 200,
      answer: eventAboutRequest,
    }),
    ...mailTokenSteps('cancelApproval', { after: timeNote('cancelApproval'), target: latestVersion }),
    step({
      does: 'A second time there is nothing to take back',
      rules: ['A-6'],
      request: (noted) =>
        decide(noted, 'session of the master', 'approval-cancellation', { confirmation: confirmed(noted, 'cancelApproval') }),
      status: 409,
      answer: () => problem('wrong-state'),
    }),
    ...mailTokenSteps('submitApprovalRequest', {
      by: 'transferrer',
      after: timeNote('approveRequest'),
      target: () => transfer(PAPER),
    }),
    step({
      page: '25',
      does: 'Half a million are within Kenji’s own limit: confirmed, and approved at once',
      rules: ['A-2', 'P-2'],
      request: (noted) => submit(noted, PAPER, confirmed(noted, 'submitApprovalRequest', 'transferrer')),
      status: 201,
      answer: (noted) => inStatus('auto-approved').extend({ decidedByUserId: z.literal(noted('ID of the transferrer')) }),
    }),
    step({
      does: 'He submits two million',
      rules: ['A-2'],
      request: (noted) => submit(noted, MACHINE),
      status: 201,
      answer: () => inStatus('pending'),
      note: requestNotes,
    }),
    ...mailTokenSteps('returnRequest', { after: timeNote('cancelApproval'), target: latestVersion }),
    step({
      does: 'The master returns them, and says why',
      rules: ['A-3'],
      request: (noted) =>
        decide(noted, 'session of the master', 'return', {
          comment: 'Which machine is it?',
          confirmation: confirmed(noted, 'returnRequest'),
        }),
      status: 200,
      answer: () => inStatus('returned').extend({ comment: z.string() }),
    }),
    step({
      does: 'Kenji submits them once more, under another reference',
      rules: ['A-2', 'A-9'],
      request: (noted) => submit(noted, MACHINE_AGAIN),
      status: 201,
      answer: () => inStatus('pending'),
      note: requestNotes,
    }),
    step({
      does: 'Only he can withdraw them: not even the master can',
      rules: ['A-3'],
      request: (noted) => decide(noted, 'session of the master', 'withdrawal'),
      status: 403,
      answer: () => problem('permission-denied'),
    }),
    step({
      does: 'He does, without a confirmation',
      rules: ['A-3'],
      request: (noted) => decide(noted, 'session of the transferrer', 'withdrawal'),
      status: 200,
      answer: () => inStatus('withdrawn'),
    }),
    step({
      does: 'His list shows what became of each, the newest first',
      rules: ['A-2', 'A-3', 'A-6'],
      request: (noted) => ({ method: 'GET', path: '/v1/approval-requests', token: noted('session of the transferrer') }),
      status: 200,
      answer: () =>
        z
          .object({
            requests: z.tuple([
              inStatus('withdrawn'),
              inStatus('returned'),
              inStatus('auto-approved'),
              inStatus('approval-cancelled'),
            ]),
          })
          .transform(({ requests }) => requests.map(({ reference, status }) => `${reference}: ${status}`)),
    }),
  ],
};
