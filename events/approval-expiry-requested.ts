import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { RequestId, SubscriptionId } from './ids.ts';

export const approvalExpiryRequested = defineEvent({
  type: 'approval-expiry-requested',
  version: 1,
  source: SOURCES.internal,
  summary:
    'A request is pending; it is to be looked at again when it expires, or before that when it expires in many months (A-7). The aggregate is the request.',
  listeners: ['functions/listeners/start-workflow.ts'],
  data: z.strictObject({
    subscriptionId: SubscriptionId,
    requestId: RequestId,
    wakeAt: z.iso.datetime(),
  }),
  example: {
    id: '01jdp5b8k2m4n6p8q0r2s4t6v8-0',
    type: 'approval-expiry-requested',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-02T01:15:00.000Z',
    aggregate: { id: '01980d1e-7a3c-7c5e-9a41-3f6c2b1d8e70', version: 1 },
    data: {
      subscriptionId: 'sJ5kP0qR8tVw',
      requestId: '01980d1e-7a3c-7c5e-9a41-3f6c2b1d8e70',
      wakeAt: '2026-12-10T15:00:00.000Z',
    },
  },
});
