import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { AccountId, UserId } from './ids.ts';

export const tenantRegistered = defineEvent({
  type: 'tenant-registered',
  version: 1,
  source: SOURCES.public,
  summary: 'The bank registered a tenant, or registered it anew with other details or accounts. The aggregate is the tenant.',
  listeners: ['core-banking'],
  data: z.strictObject({
    representativeUserId: UserId,
    accountIds: z.array(AccountId),
    closedAccountIds: z.array(AccountId).meta({ description: 'Accounts this registration left out and thereby closed (P-8)' }),
  }),
  example: {
    id: '01jdp3m7w0c2n4k6v8x9y1z3b5-0',
    type: 'tenant-registered',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-01T00:30:00.000Z',
    aggregate: { id: 'aoba', version: 1 },
    data: { representativeUserId: '3354648652', accountIds: ['101-1000088', '101-1000096'], closedAccountIds: [] },
  },
});
