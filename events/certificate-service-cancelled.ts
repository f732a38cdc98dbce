import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { ServiceId, UserId } from './ids.ts';

export const certificateServiceCancelled = defineEvent({
  type: 'certificate-service-cancelled',
  version: 1,
  source: SOURCES.public,
  summary:
    'The tenant gave up client certificates: orders are void at once, certificates are revoked in time (S-6, S-7). The aggregate is the subscription.',
  listeners: ['core-banking'],
  data: z.strictObject({
    serviceId: ServiceId,
    revocationDueAt: z.iso.datetime().meta({ description: 'By when its certificates are revoked' }),
    actorUserId: UserId,
  }),
  example: {
    id: '01jdp5b8k2m4n6p8q0r2s4t6v8-0',
    type: 'certificate-service-cancelled',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-01T03:00:00.000Z',
    aggregate: { id: 'sJ5kP0qR8tVw', version: 13 },
    data: { serviceId: 'c9Rt4WmQ2xLp', revocationDueAt: '2026-12-04T15:00:00.000Z', actorUserId: '3354648652' },
  },
});
