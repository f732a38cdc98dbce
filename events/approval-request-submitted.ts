import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { exampleTransfer, requestedTransfer } from './requested-transfer.ts';

export const approvalRequestSubmitted = defineEvent({
  type: 'approval-request-submitted',
  version: 1,
  source: SOURCES.public,
  summary: 'A transfer waits for the approval of another user (A-2). The aggregate is the request.',
  listeners: ['core-banking'],
  data: z.strictObject({
    ...requestedTransfer,
    expiresAt: z.iso.datetime().meta({ description: 'When it expires, should it still wait (A-7)' }),
  }),
  example: {
    id: '01jdp5b8k2m4n6p8q0r2s4t6v8-0',
    type: 'approval-request-submitted',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-02T01:15:00.000Z',
    aggregate: { id: '01980d1e-7a3c-7c5e-9a41-3f6c2b1d8e70', version: 1 },
    data: {
      ...exampleTransfer,
      expiresAt: '2026-12-10T15:00:00.000Z',
    },
  },
});
