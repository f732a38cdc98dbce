import * as z from 'zod';
import { defineOperation } from './contract.ts';
import { PasswordText, ResetId } from './schemas.ts';

export const setUpInitially = defineOperation({
  id: 'setUpInitially',
  area: 'credentials',
  method: 'POST',
  path: '/me/initial-setup',
  summary: 'Sets the transaction password, and the login password after a temporary one',
  description:
    'Only while `initial-setup` is pending. `loginPassword` is required while `set-login-password` is pending too. ' +
    'The session goes on; other sessions of the user end.',
  caller: 'session',
  whilePending: ['initial-setup'],
  ownCredentials: true,
  hashesPasswords: true,
  body: z.strictObject({ transactionPassword: PasswordText, loginPassword: PasswordText.optional() }),
  replies: { 204: null },
  problems: ['rule-violation', 'wrong-state'],
  access: { tenant: ['get'], credentials: ['put'], user: ['update'], session: ['update'] },
  example: { body: { transactionPassword: 'Kaze-1357', loginPassword: 'Mizu-2468' } },
});

export const changeLoginPassword = defineOperation({
  id: 'changeLoginPassword',
  area: 'credentials',
  method: 'PUT',
  path: '/me/login-password',
  summary: 'Changes the own login password; other sessions of the user end',
  description: 'A wrong current password counts like a failed login (C-5).',
  caller: 'session',
  ownCredentials: true,
  hashesPasswords: true,
  body: z.strictObject({ currentPassword: PasswordText, newPassword: PasswordText }),
  replies: { 204: null },
  problems: ['confirmation-failed', 'rule-violation'],
  access: {
    tenant: ['get'],
    credentials: ['get', 'put'],
    user: ['update'],
    session: ['update'],
    outbox: ['put'],
    mail: ['put'],
  },
  example: { body: { currentPassword: 'Mizu-2468', newPassword: 'Sora-3579' } },
});

export const changeTransactionPassword = defineOperation({
  id: 'changeTransactionPassword',
  area: 'credentials',
  method: 'PUT',
  path: '/me/transaction-password',
  summary: 'Changes the own transaction password, or sets a new one after a reset',
  description:
    'While `set-transaction-password` is pending there is no current password, and none is asked for. Otherwise a wrong one ' +
    'counts, and five in a row lock the transaction password (C-9).',
  caller: 'session',
  whilePending: ['set-transaction-password'],
  ownCredentials: true,
  hashesPasswords: true,
  body: z.strictObject({ currentPassword: PasswordText.optional(), newPassword: PasswordText }),
  replies: { 204: null },
  problems: ['confirmation-failed', 'transaction-password-locked', 'rule-violation'],
  access: { tenant: ['get'], credentials: ['get', 'put'], user: ['update'], outbox: ['put'], mail: ['put'] },
  example: { body: { currentPassword: 'Kaze-1357', newPassword: 'Umi-80246' } },
});

export const changeLoginName = defineOperation({
  id: 'changeLoginName',
  area: 'credentials',
  method: 'PUT',
  path: '/me/login-name',
  summary: 'Chooses another login name: an alias to log in with instead of the user ID',
  description: '6 to 20 of a-z 0-9 . _ -, at least one letter, unique over all tenants. The earlier one is free at once.',
  caller: 'session',
  body: z.strictObject({ loginName: z.string().min(1).max(64).meta({ example: 'hanako.aoba' }) }),
  replies: { 204: null },
  problems: ['rule-violation', 'duplicate-name'],
  access: { tenant: ['get'], loginId: ['get', 'put', 'delete'], user: ['update'], outbox: ['put'], mail: ['put'] },
  example: { body: { loginName: 'hanako.aoba' } },
});

export const completeLoginPasswordReset = defineOperation({
  id: 'completeLoginPasswordReset',
  area: 'credentials',
  method: 'POST',
  path: '/login-password-resets/{resetId}',
  summary: 'Sets a new login password with the reset code that was mailed',
  description:
    'The code works once, five times tried, for 30 minutes. Unknown, used up, expired or replaced by a later reset: 410 ' +
    '`expired`. A refused new password does not spend the code. The next login begins with the initial set-up.',
  caller: 'public',
  hashesPasswords: true,
  uses: ['reset-code-key'],
  params: z.strictObject({ resetId: ResetId }),
  body: z.strictObject({ resetCode: z.string().min(1).max(64).meta({ example: '01234567' }), newPassword: PasswordText }),
  replies: { 204: null },
  problems: ['confirmation-failed', 'expired', 'rule-violation'],
  access: {
    loginPasswordReset: ['get'],
    tenant: ['get'],
    subscription: ['get'],
    user: ['get', 'check'],
    credentials: ['get', 'put'],
    operationHistory: ['put'],
    outbox: ['put'],
    mail: ['put'],
  },
  example: { params: { resetId: 'Qm7dT2xVb9Ka' }, body: { resetCode: '01234567', newPassword: 'Sora-3579' } },
});
