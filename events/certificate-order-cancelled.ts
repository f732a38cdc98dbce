import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { OrderId, UserId } from './ids.ts';

export const certificateOrderCancelled = defineEvent({
  type: 'certificate-order-cancelled',
  version: 1,
  source: SOURCES.public,
  summary: 'A certificate order can no longer be picked up (X-2, X-12, S-6, U-8). The aggregate is the order.',
  listeners: ['core-banking'],
  data: z.strictObject({
    orderId: OrderId,
    userId: UserId,
    reason: z
      .enum(['expired', 'replaced', 'renewed', 'certificate-revoked', 'user-deleted', 'service-cancelled'])
      .meta({ description: 'Why' }),
  }),
  example: {
    id: '01jdp5b8k2m4n6p8q0r2s4t6v8-0',
    type: 'certificate-order-cancelled',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-01T03:00:00.000Z',
    aggregate: { id: '1453935789Qm7dT2xVb9Ka', version: 2 },
    data: { orderId: '1453935789Qm7dT2xVb9Ka', userId: '1453935789', reason: 'expired' },
  },
});
