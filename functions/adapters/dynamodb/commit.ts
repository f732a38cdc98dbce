import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { backoffMs } from './backoff.ts';
import { documentClient } from './client.ts';
import { expressions, type Write } from './write.ts';

const MAX_ATTEMPTS = 8;
const RETRIED = new Set(['None', 'TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/** Others kept writing the same items; nothing was changed. The caller answers 503. */
export class ContentionError extends Error {
  override readonly name = 'ContentionError';
}

/** `conflict`: a condition failed, so what was decided on is no longer so; nothing was changed. */
export type Committed = 'committed' | 'conflict';

/**
 * Carries out all writes or none, in one TransactWriteItems (at most 100 items).
 * Only TransactionConflict and throttling are retried, each attempt with a token of its own; one that is still in progress
 * is asked for again under its own, so that what it does is never taken for somebody else's.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 *
 * @throws {ContentionError} after 8 attempts
 */
export async function commit(writes: readonly Write[]): Promise<Committed> {
  const TransactItems = writes.map(transactItem);
  let ClientRequestToken = randomUUID();

  for (let attempt = 1; ; attempt++) {
    try {
      await documentClient().send(new TransactWriteCommand({ TransactItems, ClientRequestToken }));

      return 'committed';
    } catch (error) {
      const inProgress = error instanceof TransactionInProgressException;
      if (!inProgress && !(error instanceof TransactionCanceledException)) throw error;

      const reasons = inProgress ? [] : (error.CancellationReasons ?? []).map(({ Code = 'None' }) => Code);

      if (reasons.includes('ConditionalCheckFailed')) return 'conflict';
      if (!reasons.every((reason) => RETRIED.has(reason))) throw error;
      if (attempt === MAX_ATTEMPTS) throw new ContentionError('The items stay contended', { cause: error });

      if (!inProgress) ClientRequestToken = randomUUID();
      await delay(backoffMs(attempt));
    }
  }
}

/** Runs a single conditional write, retrying while a transaction holds its item. */
export async function whileConflicted<T>(send: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof TransactionConflictException)) throw error;
      if (attempt === MAX_ATTEMPTS) throw new ContentionError('The item stays contended', { cause: error });

      await delay(backoffMs(attempt));
    }
  }
}

function transactItem(write: Write): NonNullable<TransactWriteCommandInput['TransactItems']>[number] {
  const { key: Key } = write;

  switch (write.kind) {
    case 'put':
      return { Put: { ...expressions(write), Item: { ...Key, ...write.attributes } } };
    case 'update':
      return { Update: { ...expressions(write), Key, UpdateExpression: write.update } };
    case 'delete':
      return { Delete: { ...expressions(write), Key } };
    case 'check':
      return { ConditionCheck: { ...expressions(write), Key, ConditionExpression: write.condition } };
  }
}
