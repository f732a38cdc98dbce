import type { DomainEvent } from '../../events/index.ts';
import { mailItem } from '../adapters/dynamodb/mail-jobs.ts';
import { outboxItem } from '../adapters/dynamodb/outbox.ts';
import { putNew, type Write } from '../adapters/dynamodb/write.ts';
import type { MailJob } from '../mail/mail-job.ts';

/** What names a transaction: its outbox item, its mails and the causes of mailed secrets are named after its ID. */
export type TransactionOrigin = { readonly transactionId: string; readonly tenantId: string; readonly now: Date };

/** the events and mails of a transaction, as writes of the same transaction. */
export function outboxWrites(
  { transactionId, tenantId, now }: TransactionOrigin,
  { events = [], mails = [] }: { readonly events?: readonly DomainEvent[]; readonly mails?: readonly MailJob[] },
): Write[] {
  if (events.length + mails.length === 0) return [];

  const at = now.toISOString();
  const items = [outboxItem({ outboxId: transactionId, tenantId, occurredAt: at, events, mails: mails.length })];
  const waiting = mails.length > 0 ? [mailItem({ mailId: transactionId, tenantId, requestedAt: at }, mails)] : [];

  return [...items, ...waiting].map(({ PK, SK, ...attributes }) => putNew({ PK, SK }, attributes));
}
