import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { ResetId, SubscriptionId, UserId } from './ids.ts';

export const loginResetRequested = defineEvent({
  type: 'login-reset-requested',
  version: 1,
  source: SOURCES.internal,
  summary:
    'Reset codes were mailed; they are to be expired in time (C-6). The aggregate is the batch, named after its first reset.',
  listeners: ['functions/listeners/start-workflow.ts'],
  data: z.strictObject({
    endsAt: z.iso.datetime().meta({ description: 'When the codes end' }),
    resets: z
      .array(
        z.strictObject({
          userId: UserId,
          resetId: ResetId,
          subscriptionId: SubscriptionId.optional().meta({
            description: 'Of an added user; the items of the master are in none',
          }),
        }),
      )
      .min(1),
  }),
  example: {
    id: '01jdp42c9d1f3g5h7j9k0m2n4p-1',
    type: 'login-reset-requested',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-01T02:05:00.000Z',
    aggregate: { id: 'Qm7dT2xVb9Ka', version: 1 },
    data: {
      endsAt: '2026-12-01T02:35:00.000Z',
      resets: [{ userId: '1453935789', resetId: 'Qm7dT2xVb9Ka', subscriptionId: 'sJ5kP0qR8tVw' }],
    },
  },
});
