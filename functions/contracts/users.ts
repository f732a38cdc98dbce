import * as z from 'zod';
import { defineOperation } from './contract.ts';
import {
  CertificateOrder,
  Confirmation,
  distinct,
  Email,
  GroupId,
  GroupReference,
  Name,
  Timestamp,
  User,
  UserId,
  Version,
} from './schemas.ts';

const exampleUser = {
  userId: '1453935789',
  name: '青葉 花子',
  email: 'hanako@example.co.jp',
  emailStatus: 'ok',
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
  access: {
    user: ['get', 'list'],
    credentials: ['get', 'list'],
    group: ['list'],
    certificate: ['list'],
    certificateOrder: ['list'],
  },
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
  access: { user: ['get'], credentials: ['get'], group: ['get'], certificate: ['list'], certificateOrder: ['list'] },
  example: { params: { userId: '1453935789' }, reply: exampleUser },
});

export const createUsers = defineOperation({
  id: 'createUsers',
  area: 'users',
  method: 'POST',
  path: '/users/batch-create',
  summary: 'Adds 1 to 20 users, all or none; each is mailed the user ID and a temporary login password',
  description: 'With a certificate order the pick-up URL of the certificate is mailed as well (U-4).',
  caller: { anyRight: ['userAdministration'] },
  subscription: 'active',
  body: z.strictObject({
    users: z
      .array(z.strictObject({ name: Name, email: Email, groupId: GroupId, certificateOrder: CertificateOrder.optional() }))
      .min(1)
      .max(20),
  }),
  replies: { 201: z.strictObject({ users: z.array(User), remaining }) },
  problems: ['not-found', 'rule-violation', 'limit-reached', 'certificate-service-inactive'],
  hashesPasswords: true,
  access: {
    tenant: ['get'],
    group: ['get'],
    subscription: ['put'],
    user: ['put'],
    credentials: ['put'],
    certificateOrder: ['put'],
    loginId: ['put'],
    outbox: ['put'],
    mail: ['put'],
  },
  example: {
    body: { users: [{ name: '青葉 花子', email: 'hanako@example.co.jp', groupId: 'g7Hq2LmZ0aXc' }] },
    reply: { users: [exampleUser], remaining: 99 },
  },
});

export const resendInvitations = defineOperation({
  id: 'resendInvitations',
  area: 'users',
  method: 'POST',
  path: '/users/invitations',
  summary: 'Sends the invitations of 1 to 20 users again, all or none',
  description:
    'Each is mailed the user ID and a new temporary login password, good for as long as the first, and the pick-up URL of an open ' +
    'certificate order (U-4). The earlier password and URL stop working and sessions end at once. Users whose login status is ' +
    '`invited` or `invitation-expired` only; others are 409 `wrong-state`. A minute has to pass between two invitations of a ' +
    'user: 429 before. `emailStatus` begins anew as `ok`; an address that mail came back from may still be held back by the mail ' +
    'service, and is then `bounced` again. A representative whose first mail was lost cannot be helped here, but by the bank ' +
    '(`recoverTenant`).',
  caller: { anyRight: ['userAdministration'] },
  subscription: 'active',
  body: z.strictObject({ userIds: distinct(UserId, 20, (userId) => userId) }),
  replies: { 202: null },
  problems: ['not-found', 'wrong-state', 'too-many-requests'],
  access: {
    tenant: ['get'],
    subscription: ['check'],
    user: ['get', 'update'],
    credentials: ['get', 'put'],
    certificateOrder: ['list', 'update'],
    outbox: ['put'],
    mail: ['put'],
  },
  example: { body: { userIds: ['1453935789'] } },
});

export const updateUsers = defineOperation({
  id: 'updateUsers',
  area: 'users',
  method: 'POST',
  path: '/users/batch-update',
  summary: 'Edits name, mail address or group of 1 to 20 users, or orders certificates for them, all or none',
  description:
    "What a row leaves out stays as it is. A confirmation is needed only when the caller's own mail address changes. A changed " +
    'address is told to the old one as well (U-11); somebody who has not finished the initial set-up is invited again there, with ' +
    'a new temporary password (U-5). An order voids the earlier open one (X-12).',
  caller: { anyRight: ['userAdministration'] },
  subscription: 'active',
  confirmation: 'conditional',
  body: z.strictObject({
    users: distinct(
      z.strictObject({
        userId: UserId,
        version: Version,
        name: Name.optional(),
        email: Email.optional(),
        groupId: GroupId.optional(),
        certificateOrder: CertificateOrder.optional(),
      }),
      20,
      ({ userId }) => userId,
      ['userId'],
    ),
    confirmation: Confirmation.optional(),
  }),
  replies: { 200: z.strictObject({ users: z.array(User) }) },
  problems: [
    'not-found',
    'permission-denied',
    'version-conflict',
    'rule-violation',
    'self-restriction',
    'certificate-service-inactive',
  ],
  access: {
    tenant: ['get'],
    group: ['get', 'check'],
    subscription: ['put', 'check'],
    user: ['get', 'update'],
    credentials: ['get', 'put'],
    certificate: ['list'],
    certificateOrder: ['list', 'put', 'update'],
    outbox: ['put'],
    mail: ['put'],
  },
  example: {
    body: { users: [{ userId: '1453935789', version: 1, groupId: 'g7Hq2LmZ0aXc' }] },
    reply: { users: [{ ...exampleUser, version: 2 }] },
  },
});

export const deleteUsers = defineOperation({
  id: 'deleteUsers',
  area: 'users',
  method: 'POST',
  path: '/users/batch-delete',
  summary: 'Deletes 1 to 100 users, all or none, at once',
  caller: { anyRight: ['userAdministration'] },
  subscription: 'active',
  body: z.strictObject({ userIds: distinct(UserId, 100, (userId) => userId) }),
  replies: { 200: z.strictObject({ deletedUserIds: z.array(UserId) }) },
  problems: ['not-found', 'self-restriction'],
  access: { subscription: ['put'], user: ['get'], outbox: ['put'] },
  example: { body: { userIds: ['1453935789'] }, reply: { deletedUserIds: ['1453935789'] } },
});

export const listAssignableGroups = defineOperation({
  id: 'listAssignableGroups',
  area: 'users',
  method: 'GET',
  path: '/users/{userId}/assignable-groups',
  summary: 'Lists the groups that the caller may move a user to',
  description:
    'None for the master, who is in no group. A user administrator is offered for the own row only groups with `userAdministration` (U-6).',
  caller: { anyRight: ['userAdministration'] },
  subscription: 'active',
  params: z.strictObject({ userId: UserId }),
  replies: { 200: z.strictObject({ asOf: Timestamp, groups: z.array(GroupReference) }) },
  problems: ['not-found'],
  access: { group: ['list'] },
  example: {
    params: { userId: '1453935789' },
    reply: { asOf: '2026-12-01T00:30:00.000Z', groups: [{ groupId: 'g7Hq2LmZ0aXc', name: '振込' }] },
  },
});
