import type { AttributeValue as SdkAttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from 'aws-lambda';
import * as z from 'zod';
import { EventEnvelope } from '../../../events/envelope.ts';
import { type DomainEvent, envelope } from '../../../events/index.ts';
import { TABLE } from '../../contracts/table.ts';
import { type Key, key } from './keys.ts';
import { mailRequests } from './mail-jobs.ts';
import { updateWaiting, waiting } from './waiting-index.ts';

const KEPT_SECONDS = 7 * 24 * 60 * 60;

/** The events of one transaction, on their way to the bus. */
const OutboxItem = z.object({ PK: z.string(), SK: z.string(), events: z.array(EventEnvelope) });
export type OutboxItem = z.output<typeof OutboxItem>;

export type Occurrence = {
  /** Unique per transaction; also the ID of its mail item. */
  readonly outboxId: string;
  readonly tenantId: string;
  /** RFC 3339, UTC. */
  readonly occurredAt: string;
  readonly events: readonly DomainEvent[];
  /** How many jobs the mail item of the same transaction holds: an event asks for each. */
  readonly mails: number;
};

/** The outbox item that belongs into the transaction of what happened. */
export function outboxItem({ outboxId, tenantId, occurredAt, events, mails }: Occurrence) {
  const requests = mailRequests({ mailId: outboxId, tenantId, requestedAt: occurredAt }, [...Array(mails).keys()]);
  const happened = events.map((event, n) => envelope(event, { id: `${outboxId}-${mails + n}`, tenantId, occurredAt }));

  return { ...key.outbox(outboxId), events: [...requests, ...happened], ...waiting('outbox', outboxId, occurredAt) };
}

/** Reads the item out of a stream record's new image. Throws when it is none: the stream's filter lets only these pass. */
export function outboxItemOf(image: Readonly<Record<string, AttributeValue>>): OutboxItem {
  // Lambda's types differ in binary values alone, which arrive as base64 text; an outbox item has none.
  return storedOutboxItem(unmarshall(image as Record<string, SdkAttributeValue>));
}

/** Reads an item as the index holds it. Throws when it is malformed. */
export function storedOutboxItem(stored: unknown): OutboxItem {
  return OutboxItem.parse(stored);
}

/**
 * Takes an item out of the index of what waits, and lets it expire a week later. Doing so twice changes nothing, and an
 * item that has expired is not brought back.
 */
export async function markPublished(item: Key, now: Date): Promise<void> {
  await updateWaiting(item, {
    UpdateExpression: 'REMOVE #shard, #retryAt SET #expiresAt = :expiresAt',
    ExpressionAttributeNames: { '#retryAt': TABLE.waitingIndex.sortKey, '#expiresAt': TABLE.timeToLive },
    ExpressionAttributeValues: { ':expiresAt': Math.floor(now.getTime() / 1_000) + KEPT_SECONDS },
  });
}
