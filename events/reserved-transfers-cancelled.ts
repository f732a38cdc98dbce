import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { SubscriptionId } from './ids.ts';

export const reservedTransfersCancelled = defineEvent({
  type: 'reserved-transfers-cancelled',
  version: 1,
  source: SOURCES.public,
  summary:
    'The tenant left the service: no transfer approved in the subscription whose execution date is still to come is to be executed (S-10). The aggregate is the subscription.',
  listeners: ['core-banking'],
  data: z.strictObject({ subscriptionId: SubscriptionId.meta({ description: 'As in the event of each transfer' }) }),
  example: {
    id: '01jdp9h4k6m8n0p2q4r6s8t0v2-2',
    type: 'reserved-transfers-cancelled',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-07T02:00:00.000Z',
    aggregate: { id: 'sJ5kP0qR8tVw', version: 15 },
    data: { subscriptionId: 'sJ5kP0qR8tVw' },
  },
});
