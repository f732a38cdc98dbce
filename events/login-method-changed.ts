import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { UserId } from './ids.ts';

export const loginMethodChanged = defineEvent({
  type: 'login-method-changed',
  version: 1,
  source: SOURCES.public,
  summary: 'Everybody of the tenant logs in another way from now on (L-1, S-6, C-15). The aggregate is the subscription.',
  listeners: ['core-banking'],
  data: z.strictObject({
    loginMethod: z.enum(['user-id', 'certificate']).meta({ description: 'What logins take from now on' }),
    actorUserId: UserId.optional().meta({ description: 'Who chose it; nobody, when the bank did (C-15)' }),
  }),
  example: {
    id: '01jdp5b8k2m4n6p8q0r2s4t6v8-0',
    type: 'login-method-changed',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-01T03:00:00.000Z',
    aggregate: { id: 'sJ5kP0qR8tVw', version: 13 },
    data: { loginMethod: 'certificate', actorUserId: '3354648652' },
  },
});
