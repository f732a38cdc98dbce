import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { SubscriptionId } from './ids.ts';

export const subscriptionPurgeRequested = defineEvent({
  type: 'subscription-purge-requested',
  version: 1,
  source: SOURCES.internal,
  summary:
    'Whatever is left of a cancelled subscription is to be removed from the table (S-11). The aggregate is the subscription.',
  listeners: ['functions/listeners/start-workflow.ts'],
  data: z.strictObject({ subscriptionId: SubscriptionId }),
  example: {
    id: '01jdp9h4k6m8n0p2q4r6s8t0v2-3',
    type: 'subscription-purge-requested',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-07T02:00:00.000Z',
    aggregate: { id: 'sJ5kP0qR8tVw', version: 15 },
    data: { subscriptionId: 'sJ5kP0qR8tVw' },
  },
});
