import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { GroupId, UserId } from './ids.ts';

export const userUpdated = defineEvent({
  type: 'user-updated',
  version: 1,
  source: SOURCES.public,
  summary: 'Name, mail address or group of a user changed, or a certificate was ordered (U-5). The aggregate is the user.',
  listeners: ['core-banking'],
  data: z.strictObject({
    userId: UserId,
    changed: z
      .array(z.enum(['name', 'email', 'group', 'certificate-order']))
      .min(1)
      .meta({ description: 'What changed; the values themselves stay in the table' }),
    groupId: GroupId.optional().meta({ description: 'The new group, if it changed' }),
    actorUserId: UserId.meta({ description: 'Who edited the user' }),
  }),
  example: {
    id: '01jdp3v2h6j9k1m4n7p0q3r5t8-0',
    type: 'user-updated',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-01T01:10:00.000Z',
    aggregate: { id: '1453935789', version: 2 },
    data: { userId: '1453935789', changed: ['group'], groupId: 'g7Hq2LmZ0aXc', actorUserId: '3354648652' },
  },
});
