import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { OrderId } from './ids.ts';

export const orderExpiryRequested = defineEvent({
  type: 'order-expiry-requested',
  version: 1,
  source: SOURCES.internal,
  summary:
    'Certificate orders were placed; what is not picked up in time is to be cancelled (X-2). The aggregate is the batch, named after its first order.',
  listeners: ['functions/listeners/start-workflow.ts'],
  data: z.strictObject({
    expiresAt: z.iso.datetime().meta({ description: 'When the orders end' }),
    orderIds: z.array(OrderId).min(1),
  }),
  example: {
    id: '01jdp5b8k2m4n6p8q0r2s4t6v8-0',
    type: 'order-expiry-requested',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-01T03:00:00.000Z',
    aggregate: { id: '1453935789Qm7dT2xVb9Ka', version: 1 },
    data: { expiresAt: '2026-12-31T03:00:00.000Z', orderIds: ['1453935789Qm7dT2xVb9Ka'] },
  },
});
