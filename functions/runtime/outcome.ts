import type { DomainEvent } from '../../events/index.ts';
import type { CredentialChanges } from '../adapters/dynamodb/credentials.ts';
import type { Write } from '../adapters/dynamodb/write.ts';
import type { MailJob } from '../mail/mail-job.ts';

/**
 * What an operation changes. It is only described here; the request path commits it in one transaction together with
 * the history record, the outbox, the kept reply and the checks that the caller's authority still stands (H-2, R-3, R-4).
 */
export type Changes = {
  readonly writes?: readonly Write[];
  /** What changes of the actor's own credentials; saved together with what becomes of a confirmation. */
  readonly credentials?: CredentialChanges;
  readonly events?: readonly DomainEvent[];
  readonly mails?: readonly MailJob[];
  /** Done at the same time as the transaction but apart from it: each may come about without the other. */
  readonly alongside?: (() => Promise<void>) | undefined;
  /** Whose it is, where no session and no path says so (login). */
  readonly tenantId?: string;
  /** IDs of what the operation was about, for the history. */
  readonly subjects?: readonly string[];
  /** Why an operator did it, for the history. */
  readonly reason?: string;
};

/** An operation that went well: its answer and its changes. `status` only where the contract has several. */
export type Done<Reply> = { readonly ok: true; readonly reply: Reply; readonly changes: Changes; readonly status?: number };

export function done<Reply>(reply: Reply, changes: Changes = {}, status?: number): Done<Reply> {
  return { ok: true, reply, changes, ...(status !== undefined && { status }) };
}
