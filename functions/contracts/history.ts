import * as z from 'zod';
import { defineOperation } from './contract.ts';
import { Cursor, PageQuery } from './page.ts';
import { Timestamp, UserId } from './schemas.ts';

const Time = z.iso.datetime({ abort: true }).transform((text) => new Date(text).toISOString());

const Query = z
  .strictObject({
    userId: UserId.optional().meta({ description: 'Only entries of this user, who may be gone', example: '1453935789' }),
    from: Time.optional().meta({ description: 'Only entries from then on, RFC 3339 in UTC', example: '2026-12-01T00:00:00Z' }),
    to: Time.optional().meta({ description: 'Only entries before then, RFC 3339 in UTC', example: '2027-01-01T00:00:00Z' }),
    ...PageQuery,
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, { path: ['to'] });

const PAGES =
  'The newest come first. A page with a filter may be shorter than the limit, even empty: `nextCursor` alone tells that there is ' +
  'more. An entry stands under the time its request came in, and appears when that was answered. With `Accept: text/csv` the ' +
  'page comes as a table, and the header field `Link` names the next one. Kept for seven years, whatever becomes of the ' +
  'subscription (H-3).';

const Ip = z.string().meta({ description: 'Where the request came from', example: '203.0.113.7' });

export const LoginEntry = z.strictObject({
  at: Timestamp,
  userId: UserId,
  client: z.enum(['web', 'mobile']),
  result: z.enum(['success', 'failure']),
  ip: Ip,
});

export const OperationEntry = z.strictObject({
  at: Timestamp,
  by: z.enum(['user', 'bank']),
  userId: UserId.optional(),
  operation: z.string().meta({ description: 'Operation ID', example: 'createGroup' }),
  result: z.string().meta({ description: '`done`, or the code of the problem it was refused with', example: 'done' }),
  subjects: z.array(z.string()).meta({ description: 'IDs of what it was about', example: ['g7Hq2LmZ0aXc'] }),
  ip: Ip.optional(),
  reason: z.string().optional().meta({ description: 'Why the bank did it' }),
});

const exampleQuery = {
  userId: '1453935789',
  from: '2026-12-01T00:00:00.000Z',
  to: '2027-01-01T00:00:00.000Z',
  limit: '50',
};

export const listLogins = defineOperation({
  id: 'listLogins',
  area: 'history',
  method: 'GET',
  path: '/history/logins',
  summary: 'Lists who logged in, or failed to',
  description: `Whoever used an ID that nobody has is in no tenant’s history. ${PAGES}`,
  caller: { anyRight: ['history'] },
  query: Query,
  replies: {
    200: z.strictObject({
      asOf: Timestamp,
      entries: z.array(LoginEntry),
      nextCursor: Cursor.optional(),
    }),
  },
  csv: { list: 'entries', columns: ['at', 'userId', 'client', 'result', 'ip'] },
  problems: [],
  uses: ['cursor-key'],
  access: { loginHistory: ['list'] },
  example: {
    query: exampleQuery,
    reply: {
      asOf: '2026-12-01T03:00:00.000Z',
      entries: [{ at: '2026-12-01T02:30:00.000Z', userId: '1453935789', client: 'web', result: 'success', ip: '203.0.113.7' }],
    },
  },
});

export const listOperations = defineOperation({
  id: 'listOperations',
  area: 'history',
  method: 'GET',
  path: '/history/operations',
  summary: 'Lists what was done, by whom, when and from where',
  description:
    'Every operation that changes something is listed, and every wrong confirmation. What the bank did is `by` the bank, ' +
    `without user and address. ${PAGES}`,
  caller: { anyRight: ['history'] },
  query: Query,
  replies: {
    200: z.strictObject({
      asOf: Timestamp,
      entries: z.array(OperationEntry),
      nextCursor: Cursor.optional(),
    }),
  },
  csv: { list: 'entries', columns: ['at', 'by', 'userId', 'operation', 'result', 'subjects', 'ip', 'reason'] },
  problems: [],
  uses: ['cursor-key'],
  access: { operationHistory: ['list'] },
  example: {
    query: exampleQuery,
    reply: {
      asOf: '2026-12-01T03:00:00.000Z',
      entries: [
        {
          at: '2026-12-01T02:45:00.000Z',
          by: 'user',
          userId: '1453935789',
          operation: 'createGroup',
          result: 'done',
          subjects: ['g7Hq2LmZ0aXc'],
          ip: '203.0.113.7',
        },
      ],
    },
  },
});
