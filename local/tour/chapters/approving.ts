import * as z from 'zod';
import { type Chapter, step } from '../chapter.ts';
import type { TourRequest } from '../client.ts';
import { COMPANY_NAME, MAIN_ACCOUNT } from '../company.ts';
import { confirmed, mailTokenSteps } from '../confirming.ts';
import type { Noted } from '../notes.ts';
import { problem } from '../problem.ts';
import { decide, eventAboutRequest, inStatus, latestVersion, requestNotes, submit } from '../transfers.ts';

const RENT = { amount: 3_000_000, reference: 'RENT-2099-12' };

const Reasons = z.array(z.object({ rule: z.string(), detail: z.string() })).min(1);

/** Kenji, whose limits are those of page 25, makes a transfer that takes somebody else. */
export const approving: Chapter = {
  id: 'approving',
  title: 'Approving transfers',
  pages: '22-25',
  steps: [
    step({
      page: '25',
      does: 'Kenji asks what he may do: half a million yen alone, with a confirmation',
      rules: ['A-1', 'A-2'],
      request: (noted) => mayTransfer(noted, 'session of the transferrer', 500_000),
      status: 200,
      answer: () => z.object({ decision: z.literal('allow'), reasons: Reasons }),
    }),
    step({
      page: '25',
      does: 'Three million are above his self-approval limit: another user has to approve',
      rules: ['A-1', 'A-2', 'A-3'],
      request: (noted) => mayTransfer(noted, 'session of the transferrer', RENT.amount),
      status: 200,
      answer: () => z.object({ decision: z.literal('needs-approval'), reasons: Reasons }),
    }),
    step({
      page: '24',
      does: 'Hana may not transfer a single yen; the answer says why',
      rules: ['A-1', 'P-1'],
      request: (noted) => mayTransfer(noted, 'session of the inquirer', 1),
      status: 200,
      answer: () => z.object({ decision: z.literal('deny'), reasons: Reasons }),
    }),
    step({
      page: '25',
      does: 'Kenji submits the three million: they wait, without a confirmation',
      rules: ['A-2'],
      request: (noted) => submit(noted, RENT),
      status: 201,
      answer: () => inStatus('pending').extend({ expiresAt: z.iso.datetime() }),
      note: requestNotes,
    }),
    step({
      does: 'The bus tells that somebody is waited for, without the names of people or company',
      rules: ['R-4', 'C-12'],
      patient: true,
      request: () => ({ method: 'GET', path: '/_local/events?type=approval-request-submitted' }),
      status: 200,
      answer: (noted) =>
        eventAboutRequest(noted).refine((event) => !JSON.stringify(event ?? {}).includes(COMPANY_NAME), 'it carries a name'),
    }),
    step({
      does: 'The same reference a second time is refused',
      rules: ['A-9'],
      request: (noted) => submit(noted, RENT),
      status: 409,
      answer: () => problem('duplicate-reference'),
    }),
    step({
      page: '23',
      does: 'Who could approve? The master alone: Yumi, who has the right, has not set up her passwords yet',
      rules: ['A-8', 'P-7'],
      request: (noted) => ({
        method: 'GET',
        path: `/v1/approval-requests/${noted('request ID')}/eligible-approvers`,
        token: noted('session of the transferrer'),
        headers: { 'Accept-Language': 'en' },
      }),
      status: 200,
      answer: (noted) =>
        z.object({ users: z.tuple([z.object({ userId: z.literal(noted('ID of the master')), reasons: Reasons })]) }),
    }),
    ...mailTokenSteps('approveRequest', { by: 'transferrer', target: latestVersion }),
    step({
      does: 'Kenji has the right to approve, but never what he submitted himself',
      rules: ['A-3'],
      request: (noted) =>
        decide(noted, 'session of the transferrer', 'approval', {
          confirmation: confirmed(noted, 'approveRequest', 'transferrer'),
        }),
      status: 403,
      answer: () => problem('permission-denied'),
    }),
    step({
      does: 'The master finds the request among those that wait',
      rules: ['A-3', 'P-7'],
      request: (noted) => ({
        method: 'GET',
        path: '/v1/approval-requests?status=pending',
        token: noted('session of the master'),
      }),
      status: 200,
      answer: (noted) =>
        z.object({ requests: z.tuple([inStatus('pending').extend({ requestId: z.literal(noted('request ID')) })]) }),
    }),
    ...mailTokenSteps('approveRequest', { after: 'time of the fifth token', target: latestVersion }),
    step({
      page: '25',
      does: 'The master approves it',
      rules: ['A-3', 'C-10'],
      request: (noted) =>
        decide(noted, 'session of the master', 'approval', { confirmation: confirmed(noted, 'approveRequest') }),
      status: 200,
      answer: (noted) => inStatus('approved').extend({ decidedByUserId: z.literal(noted('ID of the master')) }),
      note: requestNotes,
    }),
    step({
      does: 'Core banking is told by one event',
      rules: ['A-4'],
      patient: true,
      request: () => ({ method: 'GET', path: '/_local/events?type=transfer-approved' }),
      status: 200,
      answer: eventAboutRequest,
    }),
  ],
};

function mayTransfer(noted: Noted, session: string, amount: number): TourRequest {
  return {
    method: 'POST',
    path: '/v1/authorization-checks',
    token: noted(session),
    headers: { 'Accept-Language': 'en' },
    body: { operation: 'transfer', accountId: MAIN_ACCOUNT, amount },
  };
}
