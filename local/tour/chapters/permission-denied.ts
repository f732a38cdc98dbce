import { type Chapter, step } from '../chapter.ts';
import { LOGIN_PASSWORD } from '../credentials.ts';
import { problem } from '../problem.ts';
import { createUsers, listUsers, logIn } from '../requests.ts';

/** What an added person without the rights cannot do. */
export const permissionDenied: Chapter = {
  id: 'permission-denied',
  title: 'What the group does not allow',
  pages: '22-23',
  steps: [
    step({
      does: 'Hana does not administrate users: she does not see them',
      rules: ['P-5', 'R-2'],
      request: (noted) => listUsers(noted('session of the inquirer')),
      status: 403,
      answer: () => problem('permission-denied'),
    }),
    step({
      does: 'She cannot add any either',
      rules: ['P-5', 'R-2'],
      request: (noted) => {
        const friend = { name: 'A friend', email: noted('address of the latecomer'), groupId: noted('inquiry group') };

        return createUsers(noted('session of the inquirer'), friend);
      },
      status: 403,
      answer: () => problem('permission-denied'),
    }),
    step({
      does: 'Nor does she log in from the mobile app; after a right password the answer says so',
      rules: ['L-4', 'C-5'],
      request: (noted) => logIn(noted('ID of the inquirer'), LOGIN_PASSWORD, 'mobile'),
      status: 403,
      answer: () => problem('permission-denied'),
    }),
  ],
};
