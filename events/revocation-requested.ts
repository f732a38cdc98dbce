import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { ServiceId, SubscriptionId, Thumbprint, UserId } from './ids.ts';

export const revocationRequested = defineEvent({
  type: 'revocation-requested',
  version: 1,
  source: SOURCES.internal,
  summary:
    'Certificates are to be revoked, and open orders of deleted users, of a cancelled service or of a cancelled subscription to be closed (S-7, S-10, U-8, X-6, X-9, X-11). The aggregate is the subscription.',
  listeners: ['functions/listeners/start-workflow.ts'],
  data: z.strictObject({
    subscriptionId: SubscriptionId,
    reason: z.enum(['superseded', 'lost', 'user-deleted', 'service-cancelled']).meta({ description: 'Why' }),
    notBefore: z.iso.datetime().meta({ description: 'When to begin revoking' }),
    thumbprints: z.array(Thumbprint).optional().meta({
      description:
        'Which certificates: those with one of these thumbprints, of these users, of this service, or all of the subscription',
    }),
    userIds: z.array(UserId).optional().meta({ description: 'See `thumbprints`' }),
    serviceId: ServiceId.optional().meta({ description: 'See `thumbprints`' }),
    wholeSubscription: z
      .literal(true)
      .optional()
      .meta({ description: 'The subscription is over: its orders and certificates leave the table once that is done (S-11)' }),
  }),
  example: {
    id: '01jdp5b8k2m4n6p8q0r2s4t6v8-0',
    type: 'revocation-requested',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-01T03:00:00.000Z',
    aggregate: { id: 'sJ5kP0qR8tVw', version: 13 },
    data: {
      subscriptionId: 'sJ5kP0qR8tVw',
      reason: 'service-cancelled',
      notBefore: '2026-12-04T09:00:00.000Z',
      serviceId: 'c9Rt4WmQ2xLp',
    },
  },
});
