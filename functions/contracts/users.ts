import * as z from 'zod';
import { defineOperation } from './contract.ts';
import { Email, GroupId, Name, Timestamp, User, UserId } from './schemas.ts';

const exampleUser = {
  userId: '1453935789',
  name: '青葉 花子',
  email: 'hanako@example.co.jp',
  role: 'user',
  group: { groupId: 'g7Hq2LmZ0aXc', name: '振込' },
  authenticatorRegistered: false,
  loginStatus: 'invited',
  transactionStatus: 'unset',
  certificate: { status: 'none' },
  version: 1,
};

const remaining = z.int().meta({ description: 'How many users can still be added (U-3)' });

export const listUsers = defineOperation({
  id: 'listUsers',
  area: 'users',
  method: 'GET',
  path: '/users',
  summary: 'Lists the users, the master first',
  caller: { anyRight: ['userAdministration'] },
  subscription: 'active',
  query: z.strictObject({ groupId: GroupId.optional().meta({ description: 'Only the members of this group' }) }),
  replies: { 200: z.strictObject({ asOf: Timestamp, users: z.array(User), remaining }) },
  problems: ['not-found'],
  access: { user: ['get', 'list'], credentials: ['get', 'list'], group: ['list'] },
  example: {
    query: { groupId: 'g7Hq2LmZ0aXc' },
    reply: { asOf: '2026-12-01T00:30:00.000Z', users: [exampleUser], remaining: 99 },
  },
});

export const getUser = defineOperation({
  id: 'getUser',
  area: 'users',
  method: 'GET',
  path: '/users/{userId}',
  summary: 'Reads a user',
  caller: { anyRight: ['userAdministration'] },
  subscription: 'active',
  params: z.strictObject({ userId: UserId }),
  replies: { 200: User },
  problems: ['not-found'],
  access: { user: ['get'], credentials: ['get'], group: ['get'] },
  example: { params: { userId: '1453935789' }, reply: exampleUser },
});

export const createUsers = defineOperation({
  id: 'createUsers',
  area: 'users',
  method: 'POST',
  path: '/users/batch-create',
  summary: 'Adds 1 to 20 users, all or none; each is mailed the user ID and a temporary login password',
  caller: { anyRight: ['userAdministration'] },
  subscription: 'active',
  body: z.strictObject({
    users: z
      .array(z.strictObject({ name: Name, email: Email, groupId: GroupId }))
      .min(1)
      .max(20),
  }),
  replies: { 201: z.strictObject({ users: z.array(User), remaining }) },
  problems: ['not-found', 'rule-violation', 'limit-reached'],
  access: {
    tenant: ['get'],
    group: ['get'],
    subscription: ['put'],
    user: ['put'],
    credentials: ['put'],
    loginId: ['put'],
    outbox: ['put'],
    mail: ['put'],
  },
  example: {
    body: { users: [{ name: '青葉 花子', email: 'hanako@example.co.jp', groupId: 'g7Hq2LmZ0aXc' }] },
    reply: { users: [exampleUser], remaining: 99 },
  },
});
