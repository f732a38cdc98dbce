import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { OrderId, UserId } from './ids.ts';

export const certificateOrdered = defineEvent({
  type: 'certificate-ordered',
  version: 1,
  source: SOURCES.public,
  summary: 'A client certificate was ordered for a user (X-1), or may be renewed (X-7). The aggregate is the order.',
  listeners: ['core-banking'],
  data: z.strictObject({
    orderId: OrderId,
    userId: UserId,
    kind: z.enum(['new', 'renewal']).meta({ description: 'Whether it renews an earlier certificate' }),
    expiresAt: z.iso.datetime(),
    actorUserId: UserId.optional().meta({ description: 'Who ordered it; nobody, when a reminder opened it' }),
  }),
  example: {
    id: '01jdp5b8k2m4n6p8q0r2s4t6v8-0',
    type: 'certificate-ordered',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-01T03:00:00.000Z',
    aggregate: { id: '1453935789Qm7dT2xVb9Ka', version: 1 },
    data: {
      orderId: '1453935789Qm7dT2xVb9Ka',
      userId: '1453935789',
      kind: 'new',
      expiresAt: '2026-12-31T03:00:00.000Z',
      actorUserId: '3354648652',
    },
  },
});
