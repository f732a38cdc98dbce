import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { GroupId, SubscriptionId, UserId } from './ids.ts';

export const purgeRequested = defineEvent({
  type: 'purge-requested',
  version: 1,
  source: SOURCES.internal,
  summary:
    'What is left of deleted users and groups is to be removed from the table (G-5, U-8). The aggregate is the subscription.',
  listeners: ['functions/listeners/start-workflow.ts'],
  data: z.strictObject({
    subscriptionId: SubscriptionId,
    userIds: z.array(UserId),
    groupIds: z.array(GroupId),
  }),
  example: {
    id: '01jdp3v2h6j9k1m4n7p0q3r5t8-0',
    type: 'purge-requested',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-01T01:10:00.000Z',
    aggregate: { id: 'sJ5kP0qR8tVw', version: 12 },
    data: { subscriptionId: 'sJ5kP0qR8tVw', userIds: ['1453935789'], groupIds: ['g7Hq2LmZ0aXc'] },
  },
});
