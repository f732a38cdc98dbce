import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { GroupId, UserId } from './ids.ts';

export const groupCreated = defineEvent({
  type: 'group-created',
  version: 1,
  source: SOURCES.public,
  summary: 'A group with its permissions was made (G-2). The aggregate is the group.',
  listeners: ['core-banking'],
  data: z.strictObject({
    groupId: GroupId,
    actorUserId: UserId.meta({ description: 'Who made it' }),
  }),
  example: {
    id: '01jdp3v2h6j9k1m4n7p0q3r5t8-0',
    type: 'group-created',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-01T01:10:00.000Z',
    aggregate: { id: 'g7Hq2LmZ0aXc', version: 1 },
    data: { groupId: 'g7Hq2LmZ0aXc', actorUserId: '3354648652' },
  },
});
