import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { SubscriptionId, UserId } from './ids.ts';

export const subscriptionCancelled = defineEvent({
  type: 'subscription-cancelled',
  version: 2,
  source: SOURCES.public,
  summary:
    'The tenant left the service: all added users and groups are gone, without events of their own, and the representative is no master user any more (S-10), or gone as well, when the bank erased the tenant: then with its certificate service, without an event of its own. The aggregate is the subscription.',
  listeners: ['core-banking'],
  data: z.strictObject({
    subscriptionId: SubscriptionId,
    actorUserId: UserId.optional().meta({ description: 'Who left; nobody, when the bank erased the tenant' }),
  }),
  example: {
    id: '01jdp9h4k6m8n0p2q4r6s8t0v2-0',
    type: 'subscription-cancelled',
    version: 2,
    tenantId: 'aoba',
    occurredAt: '2026-12-07T02:00:00.000Z',
    aggregate: { id: 'sJ5kP0qR8tVw', version: 15 },
    data: { subscriptionId: 'sJ5kP0qR8tVw', actorUserId: '3354648652' },
  },
});
