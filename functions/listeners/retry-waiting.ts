import type { Context } from 'aws-lambda';
import type { Clock } from '../../domain/ports.ts';
import { mailRequests, postponeMails, settleMails, unsentMails } from '../adapters/dynamodb/mail-jobs.ts';
import { markPublished, storedOutboxItem } from '../adapters/dynamodb/outbox.ts';
import { dueItems, type Waiting } from '../adapters/dynamodb/waiting-index.ts';
import { type EventBus, eventBus } from '../adapters/eventbridge/event-bus.ts';
import { count } from '../runtime/count.ts';
import { systemClock } from '../runtime/dependencies.ts';
import { describeError } from '../runtime/describe-error.ts';
import { LOG } from '../runtime/log-codes.ts';
import { logger } from '../runtime/logger.ts';
import { countedBus } from './counted-bus.ts';

type RetryDependencies = {
  bus: EventBus;
  dueItems: typeof dueItems;
  markPublished: typeof markPublished;
  postponeMails: typeof postponeMails;
  settleMails: typeof settleMails;
  clock: Clock;
};

/**
 * Tries again what waits and is due: outbox items the bus has not confirmed (a stream keeps its records for 24 hours
 * only) are published, and mails neither sent nor dropped (Lambda repeats a failed asynchronous call only twice) are asked
 * for. With it both are retried until done.
 *
 * One that fails, malformed items included, does not stop the others. Throws at the end when any did, so that the alarm
 * on errors sees it.
 */
export async function retryWaiting(dependencies: RetryDependencies): Promise<void> {
  const unpublished = await retryDue('outbox', republish, dependencies);
  const unsent = await retryDue('mail', requestMailsAgain, dependencies);
  const failures = unpublished + unsent;

  if (failures > 0) throw new Error(`${failures} retries of what waits failed: the log says which`);
}

/** Retries every item of a kind that is due. Tells how many failed. */
async function retryDue(kind: Waiting, retry: typeof republish, dependencies: RetryDependencies): Promise<number> {
  let failures = 0;

  try {
    for await (const item of dependencies.dueItems(kind, dependencies.clock.now())) {
      if (!(await retry(item, dependencies))) failures++;
    }
  } catch (error) {
    logger.error(LOG.waitingNotRead, { kind, ...describeError(error) });
    failures++;
  }

  return failures;
}

type StoredItem = Readonly<Record<string, unknown>>;

async function republish(stored: StoredItem, { bus, markPublished, clock }: RetryDependencies): Promise<boolean> {
  const { PK } = stored;

  try {
    const item = storedOutboxItem(stored);

    await bus.publish(item.events);
    await markPublished(item, clock.now());
    logger.warn(LOG.outboxRepublished, { item: PK });

    return true;
  } catch (error) {
    logger.error(LOG.outboxNotPublished, { item: PK, ...describeError(error) });

    return false;
  }
}

async function requestMailsAgain(
  stored: StoredItem,
  { bus, postponeMails, settleMails, clock }: RetryDependencies,
): Promise<boolean> {
  const { PK } = stored;

  try {
    const { origin, positions } = unsentMails(stored);

    // The mailer died between the last mail and its item.
    if (positions.length === 0) {
      await settleMails(origin);
      return true;
    }

    await bus.publish(mailRequests(origin, positions));
    // Not before: what the bus did not take is due again in the next run.
    await postponeMails(origin, clock.now());
    logger.warn(LOG.mailRequestedAgain, { item: PK, positions });

    return true;
  } catch (error) {
    logger.error(LOG.mailNotRequestedAgain, { item: PK, ...describeError(error) });

    return false;
  }
}

let wired: RetryDependencies | undefined;

/** Called by a schedule, whose payload says nothing. Wired on first invocation. */
export async function handler(_schedule: unknown, context: Context): Promise<void> {
  logger.addContext(context);
  wired ??= { bus: countedBus(eventBus(), count), dueItems, markPublished, postponeMails, settleMails, clock: systemClock };

  await retryWaiting(wired);
}
