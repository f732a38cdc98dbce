import * as z from 'zod';
import { defineOperation } from './contract.ts';
import { Confirmation, distinct, ExampleConfirmation, UserId } from './schemas.ts';

export const enrolAuthenticator = defineOperation({
  id: 'enrolAuthenticator',
  area: 'credentials',
  method: 'POST',
  path: '/me/authenticator',
  summary: 'Begins the enrolment of an authenticator app: answers its secret, once',
  description:
    'Nothing is registered until `verifyAuthenticator` has been sent a code of the app, within 30 minutes; another enrolment voids ' +
    'the earlier one. The first authenticator is confirmed with a mail token, another in its place with a code of the one that is ' +
    'registered (C-9). No confirmation is needed while `initial-setup` or `enrol-authenticator` is pending, unless an ' +
    'authenticator is registered.',
  caller: 'session',
  whilePending: ['initial-setup', 'enrol-authenticator'],
  confirmation: 'conditional',
  answersSecret: true,
  uses: ['authenticator-key.encrypt'],
  body: z.strictObject({ confirmation: Confirmation.optional() }),
  replies: {
    201: z.strictObject({
      otpauthUri: z.string().meta({ description: 'To be shown as a QR code: a key URI for TOTP (RFC 6238)' }),
      secret: z.string().meta({ description: 'The same secret in base32, to be typed' }),
    }),
  },
  problems: [],
  access: { credentials: ['put'] },
  example: {
    body: { confirmation: ExampleConfirmation },
    reply: {
      otpauthUri:
        'otpauth://totp/Business%20ID%20management:1453935789?issuer=Business%20ID%20management&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&period=30',
      secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
    },
  },
});

export const verifyAuthenticator = defineOperation({
  id: 'verifyAuthenticator',
  area: 'credentials',
  method: 'POST',
  path: '/me/authenticator/verification',
  summary: 'Registers the authenticator app that is being enrolled, with a code of it',
  description:
    'The code is that of the current 30 seconds, or of those before or after. A wrong one answers 403 `confirmation-failed`; after ' +
    'five, after 30 minutes, or without an enrolment the answer is 409 `wrong-state`. The user is mailed.',
  caller: 'session',
  whilePending: ['initial-setup', 'enrol-authenticator'],
  ownCredentials: true,
  uses: ['authenticator-key.decrypt'],
  body: z.strictObject({
    code: z
      .string()
      .regex(/^\d{6}$/)
      .meta({ example: '123456' }),
  }),
  replies: { 204: null },
  problems: ['confirmation-failed', 'wrong-state'],
  access: { tenant: ['get'], user: ['update'], credentials: ['get', 'put'], outbox: ['put'], mail: ['put'] },
  example: { body: { code: '123456' } },
});

export const removeAuthenticator = defineOperation({
  id: 'removeAuthenticator',
  area: 'credentials',
  method: 'POST',
  path: '/me/authenticator/removal',
  summary: 'Removes the own authenticator app',
  description: 'A mail token confirms it as well as a code. From then on mail tokens confirm again. The user is mailed.',
  caller: 'session',
  confirmation: 'required',
  mailTokenAlways: true,
  body: z.strictObject({ confirmation: Confirmation }),
  replies: { 204: null },
  problems: ['wrong-state'],
  access: { tenant: ['get'], user: ['update'], credentials: ['put'], outbox: ['put'], mail: ['put'] },
  example: { body: { confirmation: ExampleConfirmation } },
});

export const resetAuthenticators = defineOperation({
  id: 'resetAuthenticators',
  area: 'users',
  method: 'POST',
  path: '/users/authenticator-resets',
  summary: 'Removes the authenticator apps of 1 to 20 other users, all or none',
  description:
    'For lost ones (C-14). Each user is mailed; whoever has none registered stays as is. Nobody removes the own one this way, nor a ' +
    "user administrator the master's.",
  caller: { anyRight: ['userAdministration'] },
  subscription: 'active',
  confirmation: 'required',
  body: z.strictObject({ userIds: distinct(UserId, 20, (userId) => userId), confirmation: Confirmation }),
  replies: { 202: null },
  problems: ['not-found', 'permission-denied', 'self-restriction'],
  access: {
    tenant: ['get'],
    subscription: ['check'],
    user: ['get', 'update'],
    credentials: ['get', 'put'],
    outbox: ['put'],
    mail: ['put'],
  },
  example: { body: { userIds: ['1453935789'], confirmation: ExampleConfirmation } },
});
