import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { ServiceId, TermsVersion, UserId } from './ids.ts';

export const certificateServiceStarted = defineEvent({
  type: 'certificate-service-started',
  version: 1,
  source: SOURCES.public,
  summary: 'The tenant may use client certificates (S-2, S-4). The aggregate is the subscription.',
  listeners: ['core-banking'],
  data: z.strictObject({
    serviceId: ServiceId,
    acceptedTerms: TermsVersion.meta({
      description: 'Of the certificate terms, or of all terms where the service was applied for together with the subscription',
    }),
    actorUserId: UserId,
  }),
  example: {
    id: '01jdp5b8k2m4n6p8q0r2s4t6v8-0',
    type: 'certificate-service-started',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-01T03:00:00.000Z',
    aggregate: { id: 'sJ5kP0qR8tVw', version: 13 },
    data: { serviceId: 'c9Rt4WmQ2xLp', acceptedTerms: '2026-04-01', actorUserId: '3354648652' },
  },
});
