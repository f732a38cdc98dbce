import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { AccountId, Amount, Reference, RequestId, SubscriptionId, TransferKind, UserId } from './ids.ts';

export const transferApproved = defineEvent({
  type: 'transfer-approved',
  version: 1,
  source: SOURCES.public,
  summary:
    'A transfer may be executed: another user approved it, or its maker within the own limit (A-2 to A-4). The aggregate is the request.',
  listeners: ['core-banking'],
  data: z.strictObject({
    subscriptionId: SubscriptionId,
    requestId: RequestId,
    kind: TransferKind,
    accountId: AccountId,
    amount: Amount,
    reference: Reference,
    executeOn: z.iso.date().optional().meta({ description: 'In Tokyo; without it, at once' }),
    makerUserId: UserId,
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
      subscriptionId: 'sJ5kP0qR8tVw',
      requestId: '01980d1e-7a3c-7c5e-9a41-3f6c2b1d8e70',
      kind: 'transfer',
      accountId: '101-1000088',
      amount: 3_000_000,
      reference: 'INV-2026-1187',
      executeOn: '2026-12-10',
      makerUserId: '1453935789',
      approvedByUserId: '3354648652',
    },
  },
});
