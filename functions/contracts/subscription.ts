import * as z from 'zod';
import { defineOperation } from './contract.ts';
import { Confirmation, ExampleConfirmation, Timestamp, UserId } from './schemas.ts';

const Subscription = z
  .strictObject({
    asOf: Timestamp,
    status: z.enum(['not-subscribed', 'active']),
    certificates: z.strictObject({ status: z.enum(['not-subscribed', 'active']), revocationDueAt: Timestamp.optional() }),
    loginMethod: z.enum(['user-id', 'certificate']),
    remainingUsers: z.int().meta({ description: 'How many users can still be added (U-3)' }),
    remainingGroups: z.int().meta({ description: 'How many groups can still be created (G-3)' }),
    terms: z.strictObject({ version: z.string(), certificateTermsVersion: z.string() }),
    acceptances: z.array(z.strictObject({ version: z.string(), at: Timestamp, userId: UserId })),
  })
  .meta({ id: 'Subscription' });

const example = {
  asOf: '2026-12-01T00:30:00.000Z',
  status: 'active',
  certificates: { status: 'not-subscribed' },
  loginMethod: 'user-id',
  remainingUsers: 100,
  remainingGroups: 100,
  terms: { version: '2026-04-01', certificateTermsVersion: '2026-04-01' },
  acceptances: [{ version: '2026-04-01', at: '2026-12-01T00:30:00.000Z', userId: '3354648652' }],
};

export const getSubscription = defineOperation({
  id: 'getSubscription',
  area: 'subscription',
  method: 'GET',
  path: '/subscription',
  summary: 'Reads the subscription, the terms in force and the acceptances',
  caller: 'session',
  replies: { 200: Subscription },
  problems: [],
  access: { acceptance: ['list'] },
  example: { reply: example },
});

export const subscribe = defineOperation({
  id: 'subscribe',
  area: 'subscription',
  method: 'POST',
  path: '/subscription',
  summary: 'Applies for Business ID management; the representative becomes the master user',
  description: 'A confirmation is needed when `certificates` is true (S-2).',
  caller: 'representative',
  confirmation: 'conditional',
  body: z.strictObject({
    acceptedTerms: z.string().max(64).meta({ description: 'The `terms.version` that was shown and accepted' }),
    certificates: z.boolean().meta({ description: 'Use client certificates: yes or no' }),
    confirmation: Confirmation.optional(),
  }),
  replies: { 201: Subscription },
  problems: ['already-subscribed', 'terms-outdated'],
  access: { subscription: ['put'], acceptance: ['list', 'put'], outbox: ['put'] },
  example: {
    body: { acceptedTerms: '2026-04-01', certificates: true, confirmation: ExampleConfirmation },
    reply: { ...example, certificates: { status: 'active' } },
  },
});
