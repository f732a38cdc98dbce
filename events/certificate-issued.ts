import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { OrderId, SerialNumber, UserId } from './ids.ts';

export const certificateIssued = defineEvent({
  type: 'certificate-issued',
  version: 1,
  source: SOURCES.public,
  summary:
    'A client certificate was handed out to its user (X-3, X-4, X-8). The aggregate is the certificate, by its serial number.',
  listeners: ['core-banking'],
  data: z.strictObject({
    serialNumber: SerialNumber,
    userId: UserId,
    kind: z.enum(['new', 'renewal']).meta({ description: 'Whether it renews an earlier certificate' }),
    notAfter: z.iso.datetime().meta({ description: 'When it expires' }),
    orderId: OrderId.optional().meta({ description: 'The order picked up; none, when it was renewed with a certificate' }),
  }),
  example: {
    id: '01jdp5b8k2m4n6p8q0r2s4t6v8-0',
    type: 'certificate-issued',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-01T03:00:00.000Z',
    aggregate: { id: '5f3a9c0b7e21d4486ac0f2b913e7d85a', version: 1 },
    data: {
      serialNumber: '5f3a9c0b7e21d4486ac0f2b913e7d85a',
      userId: '1453935789',
      kind: 'new',
      notAfter: '2027-12-01T03:00:00.000Z',
      orderId: '1453935789Qm7dT2xVb9Ka',
    },
  },
});
