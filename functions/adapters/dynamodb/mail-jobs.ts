import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { EventEnvelope } from '../../../events/envelope.ts';
import { envelope } from '../../../events/index.ts';
import { TABLE } from '../../contracts/table.ts';
import { MailJob } from '../../mail/mail-job.ts';
import { documentClient, tableName } from './client.ts';
import { whileConflicted } from './commit.ts';
import { key } from './keys.ts';
import { nextRetry, updateWaiting, waiting } from './waiting-index.ts';

const DAY_IN_SECONDS = 24 * 60 * 60;

/** Whose mails they are. `mailId` is the outbox ID of the transaction, `requestedAt` its time (RFC 3339, UTC). */
const MailOrigin = z.object({ mailId: z.string(), tenantId: z.string(), requestedAt: z.string() });
export type MailOrigin = z.output<typeof MailOrigin>;

const UnsentItem = MailOrigin.extend({ mails: z.record(z.string().regex(/^\d+$/), z.unknown()) });

/**
 * The one item that holds every mail of a transaction, so that adding 20 people stays far below 100 items. It carries
 * addresses and names: it is gone with its last mail, and expires a day after that mail could still be sent.
 */
export function mailItem(origin: MailOrigin, jobs: readonly MailJob[]) {
  const lastSend = Math.max(...jobs.map(({ sendBefore }) => Date.parse(sendBefore)));

  return {
    ...key.mail(origin.mailId),
    ...origin,
    mails: Object.fromEntries(jobs.map((job, position) => [String(position), job])),
    [TABLE.timeToLive]: Math.ceil(lastSend / 1_000) + DAY_IN_SECONDS,
    ...waiting('mail', origin.mailId, origin.requestedAt),
  };
}

/** The events that ask the mailer for the jobs at these positions; asking again makes the very same events. */
export function mailRequests({ mailId, tenantId, requestedAt }: MailOrigin, positions: readonly number[]): EventEnvelope[] {
  return positions.map((position) =>
    envelope(
      { type: 'mail-requested', aggregate: { id: mailId, version: 1 }, data: { mailId, position } },
      { id: `${mailId}-${position}`, tenantId, occurredAt: requestedAt },
    ),
  );
}

/** Which mails of an item, as the index holds it, are neither sent nor dropped. Throws when it is malformed. */
export function unsentMails(stored: unknown): { origin: MailOrigin; positions: number[] } {
  const { mails, ...origin } = UnsentItem.parse(stored);

  return { origin, positions: Object.keys(mails).map(Number) };
}

/** Lets an item wait longer after its mails were asked for again: each time about twice as long as before. */
export async function postponeMails({ mailId, requestedAt }: MailOrigin, now: Date): Promise<void> {
  await updateWaiting(key.mail(mailId), {
    UpdateExpression: 'SET #retryAt = :retryAt',
    ExpressionAttributeNames: { '#retryAt': TABLE.waitingIndex.sortKey },
    ExpressionAttributeValues: { ':retryAt': nextRetry(requestedAt, now) },
  });
}

/** Lets an item wait no longer: its last mail is sent or dropped. It holds nothing of anybody, and expires. */
export async function settleMails({ mailId }: MailOrigin): Promise<void> {
  await updateWaiting(key.mail(mailId), {
    UpdateExpression: 'REMOVE #shard, #retryAt',
    ExpressionAttributeNames: { '#retryAt': TABLE.waitingIndex.sortKey },
  });
}

/** Reads one job; `undefined` when it has been sent or dropped. */
export async function readMailJob(mailId: string, position: number): Promise<MailJob | undefined> {
  const { Item } = await documentClient().send(
    new GetCommand({
      TableName: tableName(),
      Key: key.mail(mailId),
      ConsistentRead: true,
      ProjectionExpression: 'mails.#position',
      ExpressionAttributeNames: { '#position': String(position) },
    }),
  );

  const job: unknown = Item?.['mails']?.[String(position)];

  return job === undefined ? undefined : MailJob.parse(job);
}

/** Removes a job that has been sent or dropped, and the item with its last job. Doing so twice changes nothing. */
export async function removeMailJob(mailId: string, position: number): Promise<void> {
  const item = { TableName: tableName(), Key: key.mail(mailId) };

  try {
    // The mailer may be here while the transaction that wrote the item still holds it.
    const { Attributes } = await whileConflicted(() =>
      documentClient().send(
        new UpdateCommand({
          ...item,
          UpdateExpression: 'REMOVE mails.#position',
          // An update would otherwise make anew what has expired.
          ConditionExpression: 'attribute_exists(PK)',
          ExpressionAttributeNames: { '#position': String(position) },
          ReturnValues: 'ALL_NEW',
        }),
      ),
    );
    if (Object.keys(Attributes?.['mails'] ?? {}).length > 0) return;

    // A crash before this line leaves an empty item, which the next retry of what waits takes out of the index.
    await whileConflicted(() => documentClient().send(new DeleteCommand(item)));
  } catch (error) {
    // The item is gone, and the job with it.
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
