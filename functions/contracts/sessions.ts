import * as z from 'zod';
import { defineOperation } from './contract.ts';
import { ExamplePermissions, GroupReference, PasswordText, Permissions, RequiredActions, Timestamp, UserId } from './schemas.ts';

const Role = z.enum(['representative', 'master', 'user']);

export const logIn = defineOperation({
  id: 'logIn',
  area: 'sessions',
  method: 'POST',
  path: '/sessions',
  summary: 'Logs in with user ID or login name and login password',
  description:
    'Whatever is wrong, a failed login answers 401 `authentication-failed`; only after a correct password may a refusal say why. ' +
    'A mobile login needs the right `mobileApp` (L-4): the master has it, the representative gets it by applying, others through ' +
    'their group; without it the answer is 403 `permission-denied`. ' +
    'After too many failures within a minute, for one login ID (whether anybody has it or not) or from one source, the answer is ' +
    '429 `too-many-requests` with `Retry-After`, whatever the password. ' +
    'With the login method `certificate`, and whenever one is presented, it takes a certificate of the user that is still accepted: ' +
    'without it the answer is 403 `client-certificate-required` (L-1); mobile logins are refused then (L-3). A session opened with a ' +
    'certificate works on the client-certificate host only, with that certificate (L-5). ' +
    '`expiresAt` is the absolute end of the session; an idle one ends earlier.',
  caller: 'public',
  answersSecret: true,
  hashesPasswords: true,
  uses: ['temporary-password-key', 'login-id-key'],
  body: z.strictObject({
    loginId: z.string().min(1).max(64).optional().meta({
      description: 'User ID or login name; on the client-certificate host the certificate says who logs in',
      example: '1453935789',
    }),
    password: PasswordText,
    client: z.enum(['web', 'mobile']),
  }),
  replies: {
    201: z.strictObject({
      token: z.string(),
      expiresAt: Timestamp,
      user: z.strictObject({ userId: UserId, name: z.string(), role: Role }),
      requiredActions: RequiredActions,
      previousLoginAt: Timestamp.optional(),
    }),
  },
  problems: ['authentication-failed', 'permission-denied', 'client-certificate-required', 'too-many-requests'],
  access: {
    loginId: ['get'],
    loginFailures: ['get', 'update'],
    user: ['get', 'update'],
    subscription: ['get'],
    tenant: ['get'],
    group: ['get'],
    credentials: ['get', 'put'],
    certificate: ['get', 'put', 'update'],
    session: ['put'],
    loginHistory: ['put'],
    outbox: ['put'],
    mail: ['put'],
  },
  example: {
    body: { loginId: '1453935789', password: 'Mizu-2468', client: 'web' },
    reply: {
      token: 'demo.Uq3fZ8Lw0b.1453935789.g7Hq2LmZ0aXc.9nB2vKqGkq6mTzq3m2Jq0y8bq1v0J6fYc5o2W3rT4uE',
      expiresAt: '2026-12-01T12:30:00.000Z',
      user: { userId: '1453935789', name: '青葉 花子', role: 'user' },
      requiredActions: [],
      previousLoginAt: '2026-11-30T08:12:45.000Z',
    },
  },
});

export const logOut = defineOperation({
  id: 'logOut',
  area: 'sessions',
  method: 'DELETE',
  path: '/sessions/current',
  summary: 'Ends the current session',
  caller: 'session',
  whilePending: 'any',
  endsSession: true,
  replies: { 204: null },
  problems: [],
  access: { session: ['delete'] },
  example: {},
});

export const getMe = defineOperation({
  id: 'getMe',
  area: 'sessions',
  method: 'GET',
  path: '/me',
  summary: 'Reads the caller: role, tenant, group, permissions and pending actions',
  caller: 'session',
  whilePending: 'any',
  replies: {
    200: z.strictObject({
      userId: UserId,
      name: z.string(),
      email: z.string(),
      loginName: z.string().optional(),
      role: Role,
      tenant: z.strictObject({ tenantId: z.string(), name: z.string() }),
      group: GroupReference.optional(),
      permissions: Permissions,
      authenticatorRegistered: z.boolean(),
      requiredActions: RequiredActions,
      previousLoginAt: Timestamp.optional(),
    }),
  },
  problems: [],
  access: { tenant: ['get'] },
  example: {
    reply: {
      userId: '1453935789',
      name: '青葉 花子',
      email: 'hanako@example.co.jp',
      role: 'user',
      tenant: { tenantId: 'demo', name: 'アオバ商事株式会社' },
      group: { groupId: 'g7Hq2LmZ0aXc', name: '振込' },
      permissions: ExamplePermissions,
      authenticatorRegistered: false,
      requiredActions: [],
    },
  },
});
