import * as z from 'zod';
import { defineOperation } from './contract.ts';
import { PasswordText } from './schemas.ts';

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
