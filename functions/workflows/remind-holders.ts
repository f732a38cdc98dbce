import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { type Certificate, certificateStatus } from '../../domain/certificates/certificate.ts';
import { dueReminder, nextReminderAt } from '../../domain/certificates/renewal.ts';
import type { Ids } from '../../domain/ports.ts';
import { certificateRef, type DueCertificate, dueCertificates, saveCertificate } from '../adapters/dynamodb/certificates.ts';
import { commit } from '../adapters/dynamodb/commit.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { subscriptionRef } from '../adapters/dynamodb/subscriptions.ts';
import { tenantRef } from '../adapters/dynamodb/tenants.ts';
import { PASSED_OVER, reminderFor } from '../certificates/reminder.ts';
import type { Settings } from '../contracts/settings.ts';
import { randomIds } from '../runtime/dependencies.ts';
import { describeError } from '../runtime/describe-error.ts';
import { LOG } from '../runtime/log-codes.ts';
import { logger } from '../runtime/logger.ts';
import { outboxWrites } from '../runtime/outbox-writes.ts';
import { settings as deploymentSettings } from '../runtime/settings.ts';

/** One shard of the certificates that were due for a reminder at a time. */
export const ReminderShard = z.object({ shard: z.int().min(0), dueBy: z.iso.datetime() });
export type ReminderShard = z.output<typeof ReminderShard>;

/** Whether more of the shard is to be done; the state machine calls until nothing is. */
export type RemindedShard = ReminderShard & { readonly more: boolean };

/** So many at the same time. */
const AT_ONCE = 25;

type Reminding = {
  readonly ids: Ids;
  readonly now: Date;
  readonly settings: Settings;
  /** Whether there is time for some more. */
  readonly hasTime: () => boolean;
};

/**
 * reminds the holders of a shard's certificates that are about to expire, each step once: that it was sent is saved with the
 * mail, in one transaction. It can be repeated. One that fails stops no other; throws at the end when any did.
 */
export async function remindShard({ shard, dueBy }: ReminderShard, reminding: Reminding): Promise<RemindedShard> {
  const failures: unknown[] = [];
  let reminded = 0;
  let more = false;

  for await (const some of inChunks(dueCertificates(shard, new Date(dueBy)), AT_ONCE)) {
    const results = await Promise.allSettled(some.map((due) => remindHolder(due, reminding)));

    failures.push(...results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : [])));
    reminded += some.length;
    more = !reminding.hasTime();
    if (more) break;
  }

  for (const failure of failures) logger.error(LOG.reminderFailed, describeError(failure));
  logger.info(LOG.remindersSent, { shard, certificates: reminded - failures.length });
  if (failures.length > 0) throw new Error(`${failures.length} reminders failed: the log says how`);

  return { shard, dueBy, more };
}

async function* inChunks<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let chunk: T[] = [];

  for await (const item of items) {
    chunk.push(item);
    if (chunk.length < size) continue;

    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

async function remindHolder({ tenantId, address }: DueCertificate, reminding: Reminding): Promise<void> {
  const { now, settings } = reminding;
  const [certificate, subscription, tenant] = await readItems([
    certificateRef(tenantId, address),
    subscriptionRef(tenantId),
    tenantRef(tenantId),
  ]);
  if (certificate === undefined || tenant === undefined) return;

  // Ended or reminded since the index was read, or put there by other settings: saving it puts it where it belongs.
  if (!isWaiting(certificate, now, settings)) {
    await commit([saveCertificate(tenantId, certificate, {}, settings)]);
    return;
  }

  const days = dueReminder(certificate, now, settings);
  const isValid = subscription !== undefined && certificateStatus(certificate, subscription, now) === 'valid';
  const reminder =
    days !== undefined && isValid && subscription.status === 'active'
      ? await reminderFor(certificate, days, { ...reminding, roster: subscription, tenant })
      : PASSED_OVER;

  const remindedDays = days ?? Math.min(...settings.renewalReminderDays);
  const { orderId: renewalOrderId } = reminder;
  // Whoever comes in between ends or reminds of the certificate: then it is looked at again, or waits for nothing.
  await commit([
    saveCertificate(tenantId, certificate, { remindedDays, ...(renewalOrderId && { renewalOrderId }) }, settings),
    ...reminder.writes,
    ...outboxWrites({ transactionId: randomUUID(), tenantId, now }, reminder),
  ]);
}

/** Whether a step is due, or none will be any more: what has expired or ended waits for nothing. */
function isWaiting(certificate: Certificate, now: Date, settings: Settings): boolean {
  const { revokedAt, replacedBy } = certificate;
  const next = nextReminderAt(certificate, settings);

  return revokedAt === undefined && replacedBy === undefined && next !== undefined && now >= new Date(next);
}

/** What is begun comes to its end within this time. */
const ENOUGH_TIME_MS = 30_000;

/** Task of the state machine that reminds. */
export async function handler(input: unknown, context: Context): Promise<RemindedShard> {
  logger.addContext(context);

  return remindShard(ReminderShard.parse(input), {
    ids: randomIds,
    now: new Date(),
    settings: deploymentSettings(),
    hasTime: () => context.getRemainingTimeInMillis() > ENOUGH_TIME_MS,
  });
}
