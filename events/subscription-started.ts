import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { TermsVersion, UserId } from './ids.ts';

export const subscriptionStarted = defineEvent({
  type: 'subscription-started',
  version: 1,
  source: SOURCES.public,
  summary:
    'A tenant applied: the subscription is active and the representative is its master user (S-1, S-3). The aggregate is the subscription.',
  listeners: ['core-banking'],
  data: z.strictObject({
    masterUserId: UserId.meta({ description: 'The representative, who applied and is the master user from now on' }),
    acceptedTerms: TermsVersion,
    certificates: z.boolean().meta({ description: 'Whether the certificate service was chosen with it (S-2)' }),
  }),
  example: {
    id: '01jdp3qx5r8s1t4v7w0y3z6a9c-0',
    type: 'subscription-started',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-01T00:45:00.000Z',
    aggregate: { id: 'Uq3fZ8Lw0b', version: 1 },
    data: { masterUserId: '3354648652', acceptedTerms: '2026-04-01', certificates: true },
  },
});
