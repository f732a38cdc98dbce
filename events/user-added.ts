import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { GroupId, UserId } from './ids.ts';

export const userAdded = defineEvent({
  type: 'user-added',
  version: 1,
  source: SOURCES.public,
  summary: 'A user was added to a group and invited by mail (U-2, U-4). The aggregate is the user.',
  listeners: ['core-banking'],
  data: z.strictObject({
    userId: UserId,
    groupId: GroupId,
    actorUserId: UserId.meta({ description: 'Who added the user' }),
  }),
  example: {
    id: '01jdp3y8a2b4c6d8e0f1g3h5j7-3',
    type: 'user-added',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-01T01:20:00.000Z',
    aggregate: { id: '1453935789', version: 1 },
    data: { userId: '1453935789', groupId: 'g7Hq2LmZ0aXc', actorUserId: '3354648652' },
  },
});
