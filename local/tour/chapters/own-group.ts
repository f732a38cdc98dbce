import * as z from 'zod';
import { type Chapter, step } from '../chapter.ts';
import type { TourRequest } from '../client.ts';
import { confirmed, mailTokenSteps } from '../confirming.ts';
import { INQUIRY } from '../example-groups.ts';
import type { Noted } from '../notes.ts';
import { problem } from '../problem.ts';
import { listUsers } from '../requests.ts';

/** Hana, who administrates users by now, cannot lock herself out. */
export const ownGroup: Chapter = {
  id: 'own-group',
  title: 'What user administrators cannot do to themselves',
  pages: '30, 34, 44, 46, 51',
  steps: [
    step({
      page: '44',
      does: 'With the right Hana sees the users, whom she did not see before',
      rules: ['U-1', 'G-9'],
      request: (noted) => listUsers(noted('session of the inquirer')),
      status: 200,
      answer: () => z.object({ users: z.array(z.object({ name: z.string() })).min(3) }),
    }),
    ...mailTokenSteps('updateGroup', { by: 'inquirer' }),
    step({
      page: '30',
      does: 'She cannot take the right from her own group',
      rules: ['G-6'],
      request: (noted) => {
        const confirmation = confirmed(noted, 'updateGroup', 'inquirer');

        return asHana(noted, 'PUT', `/v1/groups/${noted('inquiry group')}`, { ...INQUIRY, version: 2, confirmation });
      },
      status: 403,
      answer: () =>
        problem('self-restriction', {
          fields: [{ pointer: '/permissions/userAdministration', code: 'own-group-needs-user-administration' }],
        }),
    }),
    step({
      page: '34',
      does: 'Nor can she delete the group',
      rules: ['G-7'],
      request: (noted) => asHana(noted, 'POST', '/v1/groups/batch-delete', { groupIds: [noted('inquiry group')] }),
      status: 403,
      answer: () => problem('self-restriction', { fields: [{ pointer: '/groupIds/0', code: 'own-group' }] }),
    }),
    step({
      page: '44, 46',
      does: 'For her own row no other group is offered than her own, the one with the right',
      rules: ['U-6'],
      request: (noted) => asHana(noted, 'GET', `/v1/users/${noted('ID of the inquirer')}/assignable-groups`),
      status: 200,
      answer: (noted) => z.object({ groups: z.tuple([z.object({ groupId: z.literal(noted('inquiry group')) })]) }),
    }),
    step({
      page: '51',
      does: 'And she cannot delete herself',
      rules: ['U-9'],
      request: (noted) => asHana(noted, 'POST', '/v1/users/batch-delete', { userIds: [noted('ID of the inquirer')] }),
      status: 403,
      answer: () => problem('self-restriction', { fields: [{ pointer: '/userIds/0', code: 'own-id' }] }),
    }),
  ],
};

function asHana(noted: Noted, method: 'GET' | 'PUT' | 'POST', path: string, body?: object): TourRequest {
  return { method, path, token: noted('session of the inquirer'), ...(body && { body }) };
}
