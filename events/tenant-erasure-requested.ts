import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';

export const tenantErasureRequested = defineEvent({
  type: 'tenant-erasure-requested',
  version: 1,
  source: SOURCES.internal,
  summary: 'Whatever is left of an erased tenant is to be removed from the table. The aggregate is the tenant.',
  listeners: ['functions/listeners/start-workflow.ts'],
  data: z.strictObject({
    erasedAt: z.iso.datetime().meta({ description: 'When it was erased; the record of that stays in the history' }),
    history: z.enum(['keep', 'erase']).meta({ description: 'Whether its history stays as long as any other (H-3)' }),
  }),
  example: {
    id: '01jdq2c5f7h9k1m3p5r7t9v1x3-1',
    type: 'tenant-erasure-requested',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2027-03-01T01:00:00.000Z',
    aggregate: { id: 'aoba', version: 4 },
    data: { erasedAt: '2027-03-01T01:00:00.000Z', history: 'keep' },
  },
});
