import * as z from 'zod';
import { type Chapter, step } from '../chapter.ts';
import { problem } from '../problem.ts';

const Login = z.object({ at: z.string(), client: z.string(), result: z.literal('failure'), ip: z.string() });
const Operation = z.object({ at: z.string(), by: z.string(), operation: z.string(), result: z.string() });

/** Who logged in and what was done. */
export const history: Chapter = {
  id: 'history',
  title: 'The history',
  pages: '22-23',
  steps: [
    step({
      does: 'The master sees in the history who tried to log in as Hana, and from where',
      rules: ['H-1'],
      request: (noted) => ({
        method: 'GET',
        path: `/v1/history/logins?userId=${noted('ID of the inquirer')}&limit=3`,
        token: noted('session of the master'),
      }),
      status: 200,
      answer: () => z.object({ entries: z.array(Login).length(3) }).transform(({ entries }) => entries),
    }),
    step({
      does: 'And what was done, the newest first, a page of two at a time',
      rules: ['H-1', 'H-2'],
      request: (noted) => ({ method: 'GET', path: '/v1/history/operations?limit=2', token: noted('session of the master') }),
      status: 200,
      answer: () => z.object({ entries: z.array(Operation).length(2), nextCursor: z.string() }),
      note: ({ nextCursor }) => ({ 'cursor of the history': nextCursor }),
    }),
    step({
      does: 'The cursor of a page leads to the next one',
      rules: ['H-1'],
      request: (noted) => ({
        method: 'GET',
        path: `/v1/history/operations?limit=2&cursor=${noted('cursor of the history')}`,
        token: noted('session of the master'),
      }),
      status: 200,
      answer: () => z.object({ entries: z.array(Operation).length(2) }).transform(({ entries }) => entries),
    }),
    step({
      does: 'It serves that list alone: with other filters, or made up, it is refused',
      rules: ['R-1', 'R-6'],
      request: (noted) => ({
        method: 'GET',
        path: `/v1/history/logins?cursor=${noted('cursor of the history')}`,
        token: noted('session of the master'),
        headers: { 'Accept-Language': 'en' },
      }),
      status: 400,
      answer: () => problem('invalid-request', { fields: [{ pointer: '/query/cursor', code: 'unknown-cursor' }] }),
    }),
    step({
      page: '23',
      does: 'Hana, whose group has no right to it, sees none of that',
      rules: ['H-1', 'P-5'],
      request: (noted) => ({ method: 'GET', path: '/v1/history/logins', token: noted('session of the inquirer') }),
      status: 403,
      answer: () => problem('permission-denied'),
    }),
  ],
};
