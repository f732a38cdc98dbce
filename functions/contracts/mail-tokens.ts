import * as z from 'zod';
import { CONTRACT_FILES } from './areas.ts';
import { type ConfirmationTarget, Target } from './confirmation-targets.ts';
import { defineOperation, isContract } from './contract.ts';
import { Timestamp } from './schemas.ts';

const CONFIRMED = CONTRACT_FILES.flatMap((file) => Object.values(file))
  .filter(isContract)
  .filter(({ confirmation }) => confirmation !== undefined);

/** Every operation that may take a confirmation; a mail token is asked for one of them. By name: who loads the files orders them. */
export const CONFIRMED_OPERATIONS = CONFIRMED.map(({ id }) => id).toSorted();

/** What the token for an operation is bound to besides it (C-10). */
export const TARGET_KINDS: Readonly<Record<string, ConfirmationTarget | undefined>> = Object.fromEntries(
  CONFIRMED.map(({ id, target }) => [id, target]),
);

export const sendMailToken = defineOperation({
  id: 'sendMailToken',
  area: 'credentials',
  method: 'POST',
  path: '/me/mail-tokens',
  summary: 'Mails the caller a one-time token for a confirmation',
  description:
    'The token serves once, in this session, for the operation it was asked for (C-10). A new one voids the earlier. Once an ' +
    'authenticator is registered it confirms `removeAuthenticator` only (C-9); where deployments confirm by authenticators alone ' +
    '(C-13) none is sent: 403 `permission-denied`. For a decision on a request, or a transfer that is approved at once, the mail shows ' +
    'kind, account and amount, and the token serves for that alone.',
  caller: 'session',
  ownCredentials: true,
  body: z.strictObject({
    operation: z.enum(CONFIRMED_OPERATIONS).meta({ description: 'ID of the operation to confirm', example: 'createGroup' }),
    target: Target.optional(),
  }),
  replies: {
    202: z.strictObject({
      sentTo: z.string().meta({ description: 'Mail address, masked', example: 't***@example.co.jp' }),
      expiresAt: Timestamp,
    }),
  },
  problems: ['too-many-requests', 'permission-denied', 'not-found', 'version-conflict'],
  access: { tenant: ['get'], approvalRequest: ['get'], credentials: ['put'], outbox: ['put'], mail: ['put'] },
  example: {
    body: { operation: 'createGroup' },
    reply: { sentTo: 't***@example.co.jp', expiresAt: '2026-12-01T00:40:00.000Z' },
  },
});
