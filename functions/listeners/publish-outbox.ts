import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { Clock } from '../../domain/ports.ts';
import { markPublished, outboxItemOf } from '../adapters/dynamodb/outbox.ts';
import { type EventBus, eventBus } from '../adapters/eventbridge/event-bus.ts';
import { count } from '../runtime/count.ts';
import { systemClock } from '../runtime/dependencies.ts';
import { describeError } from '../runtime/describe-error.ts';
import { LOG } from '../runtime/log-codes.ts';
import { logger } from '../runtime/logger.ts';
import { countedBus } from './counted-bus.ts';

type PublisherDependencies = { bus: EventBus; markPublished: typeof markPublished; clock: Clock };

/**
 * Puts the events of new outbox items on the bus, in the order of the stream, and marks each item once the bus has it.
 *
 * Lambda delivers a batch again from the failed record on, so the first failure ends the batch: what comes after it is
 * neither published out of order nor twice.
 */
export async function publishOutbox(
  { Records }: DynamoDBStreamEvent,
  dependencies: PublisherDependencies,
): Promise<DynamoDBBatchResponse> {
  for (const record of Records) {
    try {
      await publishRecord(record, dependencies);
    } catch (error) {
      // Without a sequence number Lambda takes the whole batch as failed.
      const sequenceNumber = record.dynamodb?.SequenceNumber ?? '';
      logger.error(LOG.outboxNotPublished, { sequenceNumber, ...describeError(error) });

      return { batchItemFailures: [{ itemIdentifier: sequenceNumber }] };
    }
  }

  return { batchItemFailures: [] };
}

async function publishRecord(record: DynamoDBRecord, { bus, markPublished, clock }: PublisherDependencies): Promise<void> {
  const item = outboxItemOf(record.dynamodb?.NewImage ?? {});

  await bus.publish(item.events);
  // A crash before this line publishes the same events again; consumers know them by their IDs.
  await markPublished(item, clock.now());
}

let wired: PublisherDependencies | undefined;

/** DynamoDB stream, INSERTs of the outbox only, with ReportBatchItemFailures. Wired on first invocation. */
export async function handler(event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> {
  logger.addContext(context);
  wired ??= { bus: countedBus(eventBus(), count), markPublished, clock: systemClock };

  return publishOutbox(event, wired);
}
