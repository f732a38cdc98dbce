import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { SerialNumber, UserId } from './ids.ts';

export const certificateExpiring = defineEvent({
  type: 'certificate-expiring',
  version: 1,
  source: SOURCES.public,
  summary:
    'A user was reminded that the client certificate is about to expire (X-7). The aggregate is the certificate, by its serial number.',
  listeners: ['core-banking'],
  data: z.strictObject({
    serialNumber: SerialNumber,
    userId: UserId,
    notAfter: z.iso.datetime().meta({ description: 'When it expires' }),
    days: z.int().min(1).meta({ description: 'The step of the reminder, in days before expiry' }),
  }),
  example: {
    id: '01jdp5b8k2m4n6p8q0r2s4t6v8-0',
    type: 'certificate-expiring',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-01T03:00:00.000Z',
    aggregate: { id: '5f3a9c0b7e21d4486ac0f2b913e7d85a', version: 2 },
    data: {
      serialNumber: '5f3a9c0b7e21d4486ac0f2b913e7d85a',
      userId: '1453935789',
      notAfter: '2027-12-01T03:00:00.000Z',
      days: 30,
    },
  },
});
