import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { UserId } from './ids.ts';
import { exampleTransfer, requestedTransfer } from './requested-transfer.ts';

export const transferApproved = defineEvent({
  type: 'transfer-approved',
  version: 1,
  source: SOURCES.public,
  summary:
    'A transfer may be executed: another user approved it, or its maker within the own limit (A-2 to A-4). The aggregate is the request.',
  listeners: ['core-banking'],
  data: z.strictObject({
    ...requestedTransfer,
    approvedByUserId: UserId.meta({ description: 'The maker, when it was approved at once (A-2)' }),
  }),
  example: {
    id: '01jdp5b8k2m4n6p8q0r2s4t6v8-0',
    type: 'transfer-approved',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-02T01:15:00.000Z',
    aggregate: { id: '01980d1e-7a3c-7c5e-9a41-3f6c2b1d8e70', version: 2 },
    data: {
      ...exampleTransfer,
      approvedByUserId: '3354648652',
    },
  },
});
