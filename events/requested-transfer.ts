import * as z from 'zod';
import { AccountId, Amount, Reference, RequestId, SubscriptionId, TransferKind, UserId } from './ids.ts';

/** What core banking is told of a transfer that somebody submitted. */
export const requestedTransfer = {
  subscriptionId: SubscriptionId,
  requestId: RequestId,
  kind: TransferKind,
  accountId: AccountId,
  amount: Amount,
  reference: Reference,
  executeOn: z.iso.date().optional().meta({ description: 'In Tokyo; without it, at once' }),
  makerUserId: UserId,
};

export const exampleTransfer = {
  subscriptionId: 'sJ5kP0qR8tVw',
  requestId: '01980d1e-7a3c-7c5e-9a41-3f6c2b1d8e70',
  kind: 'transfer' as const,
  accountId: '101-1000088',
  amount: 3_000_000,
  reference: 'INV-2026-1187',
  executeOn: '2026-12-10',
  makerUserId: '1453935789',
};
