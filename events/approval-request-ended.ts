import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { Reference, RequestId, SubscriptionId, UserId } from './ids.ts';

export const approvalRequestEnded = defineEvent({
  type: 'approval-request-ended',
  version: 1,
  source: SOURCES.public,
  summary: 'A request ended without approval: returned, withdrawn or expired (A-3, A-7). The aggregate is the request.',
  listeners: ['core-banking'],
  data: z.strictObject({
    subscriptionId: SubscriptionId,
    requestId: RequestId,
    reference: Reference,
    status: z.enum(['returned', 'withdrawn', 'expired']),
    endedByUserId: UserId.optional().meta({ description: 'Nobody, when it expired' }),
  }),
  example: {
    id: '01jdp5b8k2m4n6p8q0r2s4t6v8-0',
    type: 'approval-request-ended',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-02T01:15:00.000Z',
    aggregate: { id: '01980d1e-7a3c-7c5e-9a41-3f6c2b1d8e70', version: 2 },
    data: {
      subscriptionId: 'sJ5kP0qR8tVw',
      requestId: '01980d1e-7a3c-7c5e-9a41-3f6c2b1d8e70',
      reference: 'INV-2026-1187',
      status: 'returned',
      endedByUserId: '3354648652',
    },
  },
});
