import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { Reference, RequestId, SubscriptionId, UserId } from './ids.ts';

export const transferApprovalCancelled = defineEvent({
  type: 'transfer-approval-cancelled',
  version: 1,
  source: SOURCES.public,
  summary: 'A transfer that was approved for a later day may not be executed (A-6). The aggregate is the request.',
  listeners: ['core-banking'],
  data: z.strictObject({
    subscriptionId: SubscriptionId,
    requestId: RequestId,
    reference: Reference,
    cancelledByUserId: UserId,
  }),
  example: {
    id: '01jdp5b8k2m4n6p8q0r2s4t6v8-0',
    type: 'transfer-approval-cancelled',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-02T01:15:00.000Z',
    aggregate: { id: '01980d1e-7a3c-7c5e-9a41-3f6c2b1d8e70', version: 3 },
    data: {
      subscriptionId: 'sJ5kP0qR8tVw',
      requestId: '01980d1e-7a3c-7c5e-9a41-3f6c2b1d8e70',
      reference: 'INV-2026-1187',
      cancelledByUserId: '3354648652',
    },
  },
});
