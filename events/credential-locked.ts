import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { UserId } from './ids.ts';

export const credentialLocked = defineEvent({
  type: 'credential-locked',
  version: 1,
  source: SOURCES.public,
  summary:
    'Too many failures in a row locked a password or the authenticator of a user (C-5, C-9). The aggregate is the credentials of the user, which move apart from the user.',
  listeners: ['core-banking'],
  data: z.strictObject({
    userId: UserId,
    credential: z.enum(['login-password', 'transaction-password', 'authenticator']).meta({ description: 'What is locked' }),
  }),
  example: {
    id: '01jdp42c9d1f3g5h7j9k0m2n4p-0',
    type: 'credential-locked',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-01T02:05:00.000Z',
    aggregate: { id: '1453935789-credentials', version: 2 },
    data: { userId: '1453935789', credential: 'login-password' },
  },
});
