import * as z from 'zod';
import { type Chapter, step } from '../chapter.ts';
import type { TourRequest } from '../client.ts';
import type { Noted } from '../notes.ts';
import { problem } from '../problem.ts';
import { listUsers } from '../requests.ts';

/** Yumi leaves the company. */
export const deletingUsers: Chapter = {
  id: 'deleting-users',
  title: '4-3 Deleting users',
  pages: '51-55',
  steps: [
    step({
      page: '51',
      does: 'Nobody deletes the own ID, and then nobody else goes either',
      rules: ['U-9', 'U-8'],
      request: (noted) => deleted(noted, noted('ID of the latecomer'), noted('ID of the master')),
      status: 403,
      answer: () => problem('self-restriction', { fields: [{ pointer: '/userIds/1', code: 'own-id' }] }),
    }),
    step({
      page: '52-53',
      does: 'Yumi is deleted, without a confirmation',
      rules: ['U-8'],
      request: (noted) => deleted(noted, noted('ID of the latecomer')),
      status: 200,
      answer: (noted) => z.object({ deletedUserIds: z.tuple([z.literal(noted('ID of the latecomer'))]) }),
    }),
    step({
      page: '54-55',
      does: 'She is gone and her seat is free, at once',
      rules: ['U-8', 'U-3'],
      request: (noted) => listUsers(noted('session of the master')),
      status: 200,
      answer: () => z.object({ users: z.array(z.object({ name: z.string() })).length(3), remaining: z.literal(98) }),
    }),
  ],
};

function deleted(noted: Noted, ...userIds: readonly string[]): TourRequest {
  return { method: 'POST', path: '/v1/users/batch-delete', token: noted('session of the master'), body: { userIds } };
}
