import * as z from 'zod';
import { defineOperation } from './contract.ts';
import { Confirmation, distinct, ExampleConfirmation, UserId } from './schemas.ts';

const body = z.strictObject({ userIds: distinct(UserId, 20, (userId) => userId), confirmation: Confirmation });

const example = { body: { userIds: ['1453935789'], confirmation: ExampleConfirmation } };

export const resetLoginPasswords = defineOperation({
  id: 'resetLoginPasswords',
  area: 'users',
  method: 'POST',
  path: '/users/login-password-resets',
  summary: 'Resets (unlocks) the login passwords of 1 to 20 users, all or none',
  description:
    'The passwords stop working and sessions end at once. Each user is mailed a URL and a reset code, valid for 30 minutes, to ' +
    'set a new one with. Another reset voids the earlier.',
  caller: { anyRight: ['userAdministration'] },
  subscription: 'active',
  confirmation: 'required',
  body,
  replies: { 202: null },
  problems: ['not-found'],
  access: {
    tenant: ['get'],
    subscription: ['check'],
    user: ['get', 'update'],
    credentials: ['get', 'put'],
    loginPasswordReset: ['put'],
    outbox: ['put'],
    mail: ['put'],
  },
  example,
});

export const resetTransactionPasswords = defineOperation({
  id: 'resetTransactionPasswords',
  area: 'users',
  method: 'POST',
  path: '/users/transaction-password-resets',
  summary: 'Resets (unlocks) the transaction passwords of 1 to 20 users, all or none',
  description:
    'The passwords stop working at once; each user is mailed, and sets a new one after the next login, or with the next request ' +
    'of a running session. One that was never set is part of the initial set-up, and stays so.',
  caller: { anyRight: ['userAdministration'] },
  subscription: 'active',
  confirmation: 'required',
  body,
  replies: { 202: null },
  problems: ['not-found'],
  access: {
    tenant: ['get'],
    subscription: ['check'],
    user: ['get', 'update'],
    credentials: ['get', 'put'],
    outbox: ['put'],
    mail: ['put'],
  },
  example,
});
