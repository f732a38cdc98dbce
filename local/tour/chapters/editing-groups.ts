import * as z from 'zod';
import { type Chapter, step } from '../chapter.ts';
import type { TourRequest } from '../client.ts';
import { TRANSACTION_PASSWORD } from '../credentials.ts';
import { INQUIRY } from '../example-groups.ts';
import { mail } from '../mail.ts';
import type { Noted } from '../notes.ts';
import { problem } from '../problem.ts';
import { askForMailToken, getMe } from '../requests.ts';

const nowAllowed = z.object({ documents: z.literal(true), history: z.literal(true), userAdministration: z.literal(true) });

/** A group gets two more rights, which its members have at once. */
export const editingGroups: Chapter = {
  id: 'editing-groups',
  title: '3-2 Editing a group',
  pages: '28-32',
  steps: [
    step({
      page: '31',
      does: 'The master asks for a mail token to confirm the edit with',
      rules: ['C-9', 'C-10'],
      request: (noted) => askForMailToken(noted('session of the master'), 'updateGroup'),
      status: 202,
      answer: () => z.object({ sentTo: z.string(), expiresAt: z.iso.datetime() }),
    }),
    mail({
      page: '31',
      does: 'It comes by mail',
      rules: ['C-9'],
      to: 'address of the master',
      subject: /mail token/i,
      carries: ['Mail token'],
      after: 'time of the second token',
      note: (found) => ({ 'token for the edit': found['Mail token'], 'time of the third token': found.sentAt }),
    }),
    step({
      page: '31',
      does: 'An edit of a version that is no longer the newest is refused',
      rules: ['G-8', 'R-6'],
      request: (noted) => edited(noted, 7),
      status: 409,
      answer: () => problem('version-conflict', { fields: [{ pointer: '/version', code: 'stale-version' }] }),
    }),
    step({
      page: '28-31',
      does: 'Of the newest it is not: the group may now see the history as well, and administrate users',
      rules: ['G-2', 'G-8'],
      request: (noted) => edited(noted, 1),
      status: 200,
      answer: (noted) =>
        z.object({
          groupId: z.literal(noted('inquiry group')),
          permissions: nowAllowed,
          version: z.literal(2),
        }),
    }),
    step({
      page: '31',
      does: 'Hana, who is logged in, has them with her next request',
      rules: ['G-9'],
      request: (noted) => getMe(noted('session of the inquirer')),
      status: 200,
      answer: () => z.object({ permissions: nowAllowed }),
    }),
    step({
      page: '32',
      does: 'The group, opened by its name, shows them too',
      rules: ['G-1', 'G-2'],
      request: (noted) => ({
        method: 'GET',
        path: `/v1/groups/${noted('inquiry group')}`,
        token: noted('session of the master'),
      }),
      status: 200,
      answer: () => z.object({ permissions: nowAllowed, version: z.literal(2) }),
    }),
  ],
};

function edited(noted: Noted, version: number): TourRequest {
  return {
    method: 'PUT',
    path: `/v1/groups/${noted('inquiry group')}`,
    token: noted('session of the master'),
    body: {
      name: INQUIRY.name,
      permissions: { ...INQUIRY.permissions, history: true, userAdministration: true },
      version,
      confirmation: { transactionPassword: TRANSACTION_PASSWORD, mailToken: noted('token for the edit') },
    },
  };
}
