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

export const cancelSubscription = defineOperation({
  id: 'cancelSubscription',
  area: 'subscription',
  method: 'POST',
  path: '/subscription/cancellation',
  summary: 'Leaves the service: cancels the subscription, which cannot be undone',
  description:
    'At once: all groups and added users are gone and nobody but the representative can log in, certificates that waited for their ' +
    'revocation are revoked, pending approval requests and reserved transfers are cancelled, and the history of approval requests is ' +
    'deleted (S-10). A certificate service has to be cancelled first (S-9). A later application starts clean.',
  caller: { anyRight: ['important'] },
  subscription: 'active',
  confirmation: 'required',
  body: z.strictObject({ confirmation: Confirmation }),
  replies: { 202: null },
  problems: ['certificate-service-active'],
  access: { subscription: ['put'], outbox: ['put'] },
  example: { body: { confirmation: ExampleConfirmation } },
});

const withCertificates = { ...example, certificates: { status: 'active' } };

export const subscribeCertificates = defineOperation({
  id: 'subscribeCertificates',
  area: 'subscription',
  method: 'POST',
  path: '/subscription/certificates',
  summary: 'Applies for the certificate service on an active subscription',
  description: 'Certificates of an earlier certificate service are revoked all the same; new ones have to be ordered (S-8).',
  caller: { anyRight: ['securitySettings'] },
  subscription: 'active',
  confirmation: 'required',
  body: z.strictObject({
    acceptedTerms: z.string().max(64).meta({ description: 'The `terms.certificateTermsVersion` that was shown and accepted' }),
    confirmation: Confirmation,
  }),
  replies: { 201: Subscription },
  problems: ['certificate-service-active', 'terms-outdated'],
  access: { subscription: ['put'], acceptance: ['list', 'put'], outbox: ['put'] },
  example: { body: { acceptedTerms: '2026-04-01', confirmation: ExampleConfirmation }, reply: withCertificates },
});

export const cancelCertificates = defineOperation({
  id: 'cancelCertificates',
  area: 'subscription',
  method: 'POST',
  path: '/subscription/certificates/cancellation',
  summary: 'Cancels the certificate service, which cannot be undone',
  description:
    'At once: the service is not subscribed, everybody logs in by user ID, and open orders are cancelled (S-6). The certificates are ' +
    'revoked by the end of the third business day, and work until then (S-7).',
  caller: { anyRight: ['securitySettings'] },
  subscription: 'active',
  confirmation: 'required',
  body: z.strictObject({ confirmation: Confirmation }),
  replies: { 202: z.strictObject({ revocationDueAt: Timestamp }) },
  problems: ['certificate-service-inactive'],
  access: { subscription: ['put'], outbox: ['put'] },
  example: { body: { confirmation: ExampleConfirmation }, reply: { revocationDueAt: '2026-12-04T15:00:00.000Z' } },
});

export const changeLoginMethod = defineOperation({
  id: 'changeLoginMethod',
  area: 'subscription',
  method: 'PUT',
  path: '/subscription/login-method',
  summary: 'Chooses how everybody of the tenant logs in: by user ID, or with a client certificate',
  description:
    'With `certificate` every new login needs a valid certificate of that user; web sessions go on, mobile sessions end (L-1, L-3). ' +
    'The caller needs a valid certificate; others without one are named in `userIds` of the problem, and have to be acknowledged (L-2).',
  caller: { anyRight: ['securitySettings'] },
  subscription: 'active',
  confirmation: 'required',
  body: z.strictObject({
    loginMethod: z.enum(['user-id', 'certificate']),
    acknowledgedUserIds: z
      .array(UserId)
      .max(200)
      .optional()
      .meta({ description: 'Who cannot log in any more, and is meant not to' }),
    confirmation: Confirmation,
  }),
  replies: { 200: Subscription },
  problems: ['certificate-service-inactive', 'own-certificate-required', 'users-without-certificate'],
  access: { subscription: ['put'], acceptance: ['list'], certificate: ['list', 'check'], outbox: ['put'] },
  example: {
    body: { loginMethod: 'certificate', confirmation: ExampleConfirmation },
    reply: { ...withCertificates, loginMethod: 'certificate' },
  },
});
