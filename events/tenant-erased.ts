import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { UserId } from './ids.ts';

export const tenantErased = defineEvent({
  type: 'tenant-erased',
  version: 1,
  source: SOURCES.public,
  summary:
    'The bank erased a tenant: nobody of it can log in any more, what is kept about it is being removed, and neither its ID nor its user IDs are used again. The aggregate is the tenant.',
  listeners: ['core-banking'],
  data: z.strictObject({ representativeUserId: UserId }),
  example: {
    id: '01jdq2c5f7h9k1m3p5r7t9v1x3-0',
    type: 'tenant-erased',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2027-03-01T01:00:00.000Z',
    aggregate: { id: 'aoba', version: 4 },
    data: { representativeUserId: '3354648652' },
  },
});
