import * as z from 'zod';
import { type Chapter, step } from '../chapter.ts';
import type { TourRequest } from '../client.ts';
import { MAIN_ACCOUNT, SECOND_ACCOUNT } from '../company.ts';
import { TRANSACTION_PASSWORD } from '../credentials.ts';
import { BROKEN, INQUIRY, TRANSFERS } from '../example-groups.ts';
import { mail } from '../mail.ts';
import type { Noted } from '../notes.ts';
import { problem } from '../problem.ts';
import { askForMailToken } from '../requests.ts';

const Created = z.object({ groupId: z.string(), name: z.string(), version: z.number() });

const Listed = z.object({
  name: z.enum([INQUIRY.name, TRANSFERS.name]),
  members: z.array(z.unknown()).max(0),
  memberCount: z.literal(0),
  version: z.number(),
});

/** Two groups as in the guide's examples, each confirmed with transaction password and mail token. */
export const addingGroups: Chapter = {
  id: 'adding-groups',
  title: '3-1 Adding a group',
  pages: '20-27',
  steps: [
    step({
      page: '20-21',
      does: 'There is no group yet',
      rules: ['G-1', 'G-3'],
      request: listed,
      status: 200,
      answer: () => z.object({ groups: z.array(z.unknown()).max(0), remaining: z.literal(100), asOf: z.iso.datetime() }),
    }),
    step({
      page: '22-23',
      does: 'The catalogue tells the rights and what each needs',
      rules: ['P-9', 'P-5'],
      request: (noted) => ({ method: 'GET', path: '/v1/permission-catalogue', token: noted('session of the master') }),
      status: 200,
      answer: () =>
        z
          .object({
            rights: z.array(
              z.object({
                id: z.string(),
                scope: z.enum(['account', 'tenant']),
                labels: z.object({ ja: z.string(), en: z.string() }),
                requires: z.object({ allOf: z.array(z.string()).optional(), anyOf: z.array(z.string()).optional() }),
              }),
            ),
            accounts: z.array(z.object({ accountId: z.string() })).length(2),
          })
          .transform(({ rights }) => ({
            'rights per account': rights.filter(({ scope }) => scope === 'account').map(({ id }) => id),
            'rights for the company': rights.filter(({ scope }) => scope === 'tenant').length,
            'for example': rights.find(({ id }) => id === 'operation'),
          })),
    }),
    step({
      page: '26',
      does: 'The master asks for a mail token to confirm the group with',
      rules: ['C-9', 'C-10'],
      request: askForToken,
      status: 202,
      answer: () => z.object({ sentTo: z.string().regex(/^t\*+@/), expiresAt: z.iso.datetime() }),
    }),
    mail({
      page: '26',
      does: 'It comes by mail',
      rules: ['C-9'],
      to: 'address of the master',
      subject: /mail token/i,
      carries: ['Mail token'],
      note: (found) => ({ 'first token': found['Mail token'], 'time of the first token': found.sentAt }),
    }),
    step({
      page: '25',
      does: 'A matrix that breaks the dependencies is refused, with a pointer to each fault',
      rules: ['P-1', 'P-2'],
      request: (noted) => create(noted, BROKEN, 'first token'),
      status: 422,
      answer: () =>
        problem('rule-violation', {
          fields: [
            { pointer: `/permissions/accounts/${MAIN_ACCOUNT}/transfer`, code: 'right-requires' },
            { pointer: `/permissions/accounts/${SECOND_ACCOUNT}/operation`, code: 'right-requires-one-of' },
            { pointer: '/permissions/approval/selfApprovalLimit', code: 'self-limit-above-limit' },
          ],
        }),
    }),
    step({
      page: '25-26',
      does: 'The repaired group is made; the token was not used up by the refusal',
      rules: ['G-2', 'P-1', 'P-2', 'C-9'],
      request: (noted) => create(noted, TRANSFERS, 'first token'),
      status: 201,
      answer: () => Created,
      note: ({ groupId }) => ({ 'transfer group': groupId }),
    }),
    step({
      page: '26',
      does: 'A mail token serves once',
      rules: ['C-9', 'C-10'],
      request: (noted) => create(noted, INQUIRY, 'first token'),
      status: 403,
      answer: () => problem('confirmation-failed'),
    }),
    step({
      page: '26',
      does: 'So the master asks for another one',
      rules: ['C-9'],
      request: askForToken,
      status: 202,
      answer: () => z.object({ sentTo: z.string(), expiresAt: z.iso.datetime() }),
    }),
    mail({
      page: '26',
      does: 'It comes by mail, too',
      rules: ['C-9'],
      to: 'address of the master',
      subject: /mail token/i,
      carries: ['Mail token'],
      after: 'time of the first token',
      note: (found) => ({ 'second token': found['Mail token'], 'time of the second token': found.sentAt }),
    }),
    step({
      page: '24, 26',
      does: 'The second group may see balances and order documents, nothing else',
      rules: ['G-2', 'P-1', 'P-5'],
      request: (noted) => create(noted, INQUIRY, 'second token'),
      status: 201,
      answer: () => Created,
      note: ({ groupId }) => ({ 'inquiry group': groupId }),
    }),
    step({
      page: '27',
      does: 'Both groups are listed, still without members',
      rules: ['G-1', 'G-3'],
      request: listed,
      status: 200,
      answer: () =>
        z.object({
          groups: z.array(Listed).length(2),
          remaining: z.literal(98),
        }),
    }),
  ],
};

function listed(noted: Noted): TourRequest {
  return { method: 'GET', path: '/v1/groups', token: noted('session of the master') };
}

function askForToken(noted: Noted): TourRequest {
  return askForMailToken(noted('session of the master'), 'createGroup');
}

function create(noted: Noted, group: object, mailToken: string): TourRequest {
  const body = { ...group, confirmation: { transactionPassword: TRANSACTION_PASSWORD, mailToken: noted(mailToken) } };

  return { method: 'POST', path: '/v1/groups', token: noted('session of the master'), body };
}
