import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { GroupId, UserId } from './ids.ts';

export const groupDeleted = defineEvent({
  type: 'group-deleted',
  version: 1,
  source: SOURCES.public,
  summary: 'A group was deleted with its members (G-5), each told by an event of the own. The aggregate is the group.',
  listeners: ['core-banking'],
  data: z.strictObject({
    groupId: GroupId,
    actorUserId: UserId.meta({ description: 'Who deleted it' }),
  }),
  example: {
    id: '01jdp3v2h6j9k1m4n7p0q3r5t8-0',
    type: 'group-deleted',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-01T01:10:00.000Z',
    aggregate: { id: 'g7Hq2LmZ0aXc', version: 3 },
    data: { groupId: 'g7Hq2LmZ0aXc', actorUserId: '3354648652' },
  },
});
