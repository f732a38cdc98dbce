import { type Committed, commit } from '../adapters/dynamodb/commit.ts';
import { groupUnchanged } from '../adapters/dynamodb/groups.ts';
import { recordOperation } from '../adapters/dynamodb/history.ts';
import { mailItem } from '../adapters/dynamodb/mail-jobs.ts';
import { outboxItem } from '../adapters/dynamodb/outbox.ts';
import { membershipUnchanged } from '../adapters/dynamodb/subscriptions.ts';
import { actorUnchanged } from '../adapters/dynamodb/users.ts';
import { putNew, type Write } from '../adapters/dynamodb/write.ts';
import { actsUnderRight } from '../contracts/access.ts';
import type { Contract } from '../contracts/contract.ts';
import type { Settings } from '../contracts/settings.ts';
import type { Actor, Operator } from './actor.ts';
import type { Changes } from './outcome.ts';

/** Whose request it is and what names it; everything a record of it needs. */
export type Circumstances = {
  readonly contract: Contract;
  readonly actor: Actor | Operator | undefined;
  readonly tenantId: string | undefined;
  readonly transactionId: string;
  readonly now: Date;
  readonly ip: string;
  readonly settings: Settings;
};

/**
 * Commits what an operation changes in one transaction: its own writes, the record in the history (H-2), the outbox
 * with its events and mails, and `extra` (authority, confirmation, kept reply).
 */
export async function commitChanges(
  circumstances: Circumstances,
  result: string,
  changes: Changes,
  extra: readonly Write[] = [],
): Promise<Committed> {
  const writes = [
    ...(changes.writes ?? []),
    ...(changes.records ?? []),
    ...record(circumstances, result, changes),
    ...outbox(circumstances, changes),
    ...extra,
  ];

  return commit(writes.filter((write) => !isCheckOfWritten(write, writes)));
}

/** A right or a session withdrawn while the request ran stops it: what the caller acted under is checked once more. */
export function authorityChecks({ contract, actor }: Circumstances): Write[] {
  if (actor === undefined || !('user' in actor)) return [];

  const { scope, user, subscription, group, tenantId } = actor;
  const checks = [actorUnchanged(scope, user)];

  if (actsUnderRight(contract) && subscription.status === 'active') {
    checks.push(membershipUnchanged(tenantId, subscription, group && { userId: user.userId, groupId: group.groupId }));
    if (group) checks.push(groupUnchanged(tenantId, subscription.subscriptionId, group));
  }

  return checks;
}

/** DynamoDB takes one request per item and transaction. What an operation writes carries a condition of its own. */
function isCheckOfWritten({ kind, key }: Write, writes: readonly Write[]): boolean {
  return kind === 'check' && writes.some((other) => other.kind !== 'check' && other.key.PK === key.PK && other.key.SK === key.SK);
}

function record(
  { contract, actor, tenantId, transactionId, now, ip, settings }: Circumstances,
  result: string,
  { subjects = [] }: Changes,
): Write[] {
  if (actor === undefined || tenantId === undefined) return [];

  const who = 'user' in actor ? { userId: actor.userId } : { operator: actor.arn };
  const entry = { ...who, at: now.toISOString(), operation: contract.id, result, ip, subjects };

  return [recordOperation(tenantId, transactionId, entry, settings.historyYears)];
}

function outbox({ tenantId, transactionId, now }: Circumstances, { events = [], mails = [], ...changes }: Changes): Write[] {
  if (events.length + mails.length === 0) return [];

  const owner = tenantId ?? changes.tenantId;
  if (owner === undefined) throw new Error('Events and mails belong to a tenant');

  const { PK, SK, ...item } = outboxItem({
    outboxId: transactionId,
    tenantId: owner,
    occurredAt: now.toISOString(),
    events,
    mails: mails.length,
  });
  const writes = [putNew({ PK, SK }, item)];

  if (mails.length > 0) {
    const { PK, SK, ...jobs } = mailItem({ mailId: transactionId, tenantId: owner, requestedAt: now.toISOString() }, mails);
    writes.push(putNew({ PK, SK }, jobs));
  }

  return writes;
}
