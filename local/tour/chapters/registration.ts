import * as z from 'zod';
import { type Chapter, step } from '../chapter.ts';
import type { TourRequest } from '../client.ts';
import { COMPANY_NAME, company, MAIN_ACCOUNT, SECOND_ACCOUNT } from '../company.ts';
import { mail } from '../mail.ts';
import type { Noted } from '../notes.ts';
import { problem } from '../problem.ts';

const Event = z.object({ type: z.string(), tenantId: z.string(), version: z.number(), data: z.unknown() });

/** Before the guide begins: the bank registers the company and its representative. */
export const registration: Chapter = {
  id: 'registration',
  title: 'Registration by the bank',
  steps: [
    step({
      does: 'Only the bank registers: the call without its signature is refused',
      rules: ['R-2'],
      request: registered,
      status: 403,
      answer: () => problem('permission-denied'),
    }),
    step({
      does: 'The bank registers a company with its accounts and its representative',
      rules: ['R-2'],
      request: (noted) => ({ ...registered(noted), signed: true }),
      status: 201,
      answer: (noted) =>
        z.object({
          tenantId: z.literal(noted('tenant')),
          representative: z.object({ userId: z.string().regex(/^[1-9]\d{9}$/) }),
          accounts: z.tuple([
            z.object({ accountId: z.literal(MAIN_ACCOUNT) }),
            z.object({ accountId: z.literal(SECOND_ACCOUNT) }),
          ]),
        }),
      note: ({ representative }) => ({ 'ID of the master': representative.userId }),
    }),
    mail({
      does: 'The representative is mailed the user ID and a temporary login password',
      rules: ['U-4'],
      to: 'address of the master',
      subject: /user ID/i,
      carries: ['User ID', 'Temporary login password'],
      note: (found) => ({ 'temporary password of the master': found['Temporary login password'] }),
    }),
    step({
      does: 'The bus tells it, without names, addresses and secrets',
      rules: ['C-12', 'R-4'],
      patient: true,
      request: () => ({ method: 'GET', path: '/_local/events?type=tenant-registered' }),
      status: 200,
      answer: (noted) =>
        z.object({ events: z.array(Event) }).transform(({ events }, context) => {
          const event = events.find(({ tenantId }) => tenantId === noted('tenant'));
          const text = JSON.stringify(event ?? {});

          if (event === undefined) context.addIssue(`no event is about ${noted('tenant')}`);
          if (text.includes(COMPANY_NAME) || text.includes('@')) context.addIssue('the event carries a name or an address');

          return event;
        }),
    }),
  ],
};

function registered(noted: Noted): TourRequest {
  const body = company(noted('address of the master'));

  return { method: 'PUT', path: `/v1/operator/tenants/${noted('tenant')}`, body };
}
