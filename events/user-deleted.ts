import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { GroupId, UserId } from './ids.ts';

export const userDeleted = defineEvent({
  type: 'user-deleted',
  version: 1,
  source: SOURCES.public,
  summary: 'A user was deleted, alone or with the group (U-8, G-5). The aggregate is the user.',
  listeners: ['core-banking'],
  data: z.strictObject({
    userId: UserId,
    groupId: GroupId.meta({ description: 'The group the user was a member of' }),
    actorUserId: UserId.meta({ description: 'Who deleted the user or the group' }),
  }),
  example: {
    id: '01jdp3v2h6j9k1m4n7p0q3r5t8-0',
    type: 'user-deleted',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-01T01:10:00.000Z',
    aggregate: { id: '1453935789', version: 3 },
    data: { userId: '1453935789', groupId: 'g7Hq2LmZ0aXc', actorUserId: '3354648652' },
  },
});
