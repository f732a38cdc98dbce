import type { Context } from 'aws-lambda';
import type { Clock } from '../../domain/ports.ts';
import type { EventEnvelope } from '../../events/envelope.ts';
import { unsentBefore } from '../adapters/dynamodb/mail-jobs.ts';
import { markPublished, type OutboxItem, unpublishedBefore } from '../adapters/dynamodb/outbox.ts';
import { type EventBus, eventBus } from '../adapters/eventbridge/event-bus.ts';
import { logger } from '../runtime/logger.ts';
import { LISTENER_LOG } from './log.ts';

const PATIENCE_MILLISECONDS = 5 * 60 * 1_000;

type RepublisherDependencies = {
  bus: EventBus;
  unpublishedBefore: typeof unpublishedBefore;
  unsentBefore: typeof unsentBefore;
  markPublished: typeof markPublished;
  clock: Clock;
};

/**
 * Gives another chance to what has waited for five minutes: outbox items the bus has not confirmed (a stream keeps its
 * records for 24 hours only), and mails neither sent nor dropped (Lambda repeats a failed asynchronous call only twice).
 * With it both are retried until done.
 *
 * One that fails does not stop the others. Throws at the end when any did, so that the alarm on errors sees it.
 */
export async function republishOutbox(dependencies: RepublisherDependencies): Promise<void> {
  const { unpublishedBefore, unsentBefore, clock } = dependencies;
  const time = new Date(clock.now().getTime() - PATIENCE_MILLISECONDS).toISOString();
  let failures = 0;

  for await (const item of unpublishedBefore(time)) {
    if (!(await republish(item, dependencies))) failures++;
  }

  for await (const requests of unsentBefore(time)) {
    if (!(await requestAgain(requests, dependencies))) failures++;
  }

  if (failures > 0) throw new Error(`${failures} items stay unpublished`);
}

async function republish(item: OutboxItem, { bus, markPublished, clock }: RepublisherDependencies): Promise<boolean> {
  try {
    await bus.publish(item.events);
    await markPublished(item, clock.now());
    logger.warn(LISTENER_LOG.outboxRepublished, { item: item.PK });

    return true;
  } catch (error) {
    logger.error(LISTENER_LOG.outboxNotPublished, { item: item.PK, error });

    return false;
  }
}

async function requestAgain(requests: readonly EventEnvelope[], { bus }: RepublisherDependencies): Promise<boolean> {
  const events = requests.map(({ id }) => id);

  try {
    await bus.publish(requests);
    logger.warn(LISTENER_LOG.mailRequestedAgain, { events });

    return true;
  } catch (error) {
    logger.error(LISTENER_LOG.mailNotRequestedAgain, { events, error });

    return false;
  }
}

let wired: RepublisherDependencies | undefined;

/** Called by a schedule, whose payload says nothing. Wired on first invocation. */
export async function handler(_schedule: unknown, context: Context): Promise<void> {
  logger.addContext(context);
  wired ??= { bus: eventBus(), unpublishedBefore, unsentBefore, markPublished, clock: { now: () => new Date() } };

  await republishOutbox(wired);
}
