import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { UserId } from './ids.ts';

export const credentialReset = defineEvent({
  type: 'credential-reset',
  version: 1,
  source: SOURCES.public,
  summary:
    'A password of a user stopped working, or the authenticator was removed, by an administrator or the bank (C-6, C-8, C-14, C-15), or a temporary one was replaced with the invitation sent again (U-4). The aggregate is the credentials of the user, which move apart from the user.',
  listeners: ['core-banking'],
  data: z.strictObject({
    userId: UserId,
    credential: z.enum(['login-password', 'transaction-password', 'authenticator']).meta({ description: 'What was reset' }),
    actorUserId: UserId.optional().meta({ description: 'Who reset it; nobody, when the bank did' }),
  }),
  example: {
    id: '01jdp42c9d1f3g5h7j9k0m2n4p-0',
    type: 'credential-reset',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-01T02:05:00.000Z',
    aggregate: { id: '1453935789-credentials', version: 3 },
    data: { userId: '1453935789', credential: 'login-password', actorUserId: '3354648652' },
  },
});
