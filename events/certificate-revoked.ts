import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { SerialNumber, UserId } from './ids.ts';

export const certificateRevoked = defineEvent({
  type: 'certificate-revoked',
  version: 1,
  source: SOURCES.public,
  summary:
    'A client certificate is refused and stands on the revocation list (X-10). The aggregate is the certificate, by its serial number.',
  listeners: ['core-banking'],
  data: z.strictObject({
    serialNumber: SerialNumber,
    userId: UserId,
    reason: z.enum(['superseded', 'lost', 'user-deleted', 'service-cancelled']).meta({ description: 'Why' }),
  }),
  example: {
    id: '01jdp5b8k2m4n6p8q0r2s4t6v8-0',
    type: 'certificate-revoked',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-01T03:00:00.000Z',
    aggregate: { id: '5f3a9c0b7e21d4486ac0f2b913e7d85a', version: 3 },
    data: { serialNumber: '5f3a9c0b7e21d4486ac0f2b913e7d85a', userId: '1453935789', reason: 'service-cancelled' },
  },
});
