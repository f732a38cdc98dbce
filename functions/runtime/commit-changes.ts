import { type Committed, commit } from '../adapters/dynamodb/commit.ts';
import { groupUnchanged } from '../adapters/dynamodb/groups.ts';
import { recordOperation } from '../adapters/dynamodb/history.ts';
import { membershipUnchanged } from '../adapters/dynamodb/subscriptions.ts';
import { actorUnchanged } from '../adapters/dynamodb/users.ts';
import type { Write } from '../adapters/dynamodb/write.ts';
import { actsUnderRight } from '../contracts/access.ts';
import type { Contract } from '../contracts/contract.ts';
import type { Settings } from '../contracts/settings.ts';
import { isActor, isOperator, type KnownCaller } from './actor.ts';
import { outboxWrites } from './outbox-writes.ts';
import type { Changes } from './outcome.ts';

/** Whose request it is and what names it; everything a record of it needs. */
export type RequestContext = {
  readonly contract: Contract;
  readonly actor: KnownCaller | undefined;
  /** The session's tenant, or the one an operator names; none for public operations. */
  readonly tenantId: string | undefined;
  readonly transactionId: string;
  readonly now: Date;
  readonly ip: string;
  readonly settings: Settings;
};

/**
 * Commits what an operation changes in one transaction: its own writes, the record in the history (H-2), the outbox
 * with its events and mails, and `extra` (authority, credentials, kept reply).
 */
export async function commitChanges(
  context: RequestContext,
  result: string,
  changes: Changes,
  extra: readonly Write[],
): Promise<Committed> {
  const writes = [...(changes.writes ?? []), ...record(context, result, changes), ...outbox(context, changes), ...extra];

  const committing = commit(writes.filter((write, index) => !isCoveredCheck(write, index, writes)));
  const alongside = changes.alongside?.();

  // Both are waited for: what is unfinished when a function answers, Lambda freezes.
  await Promise.allSettled([committing, alongside]);
  await alongside;

  return committing;
}

/** A right or a session withdrawn while the request ran stops it: what the caller acted under is checked once more. */
export function authorityChecks({ contract, actor }: RequestContext): Write[] {
  if (!isActor(actor)) return [];

  const { scope, user, subscription, group, tenantId } = actor;
  const checks = [actorUnchanged(scope, user)];

  if (actsUnderRight(contract) && subscription.status === 'active') {
    checks.push(membershipUnchanged(tenantId, subscription, group && { userId: user.userId, groupId: group.groupId }));
    if (group) checks.push(groupUnchanged(tenantId, subscription.subscriptionId, group));
  }

  return checks;
}

/**
 * DynamoDB takes one request per item and transaction. Where an operation writes or checks an item itself, on condition of
 * all it has read of it, the check that its authority still stands, which comes later, is part of that.
 */
function isCoveredCheck({ kind, key }: Write, index: number, writes: readonly Write[]): boolean {
  const sameItem = (other: Write) => other.key.PK === key.PK && other.key.SK === key.SK;

  return kind === 'check' && writes.some((other, at) => sameItem(other) && (other.kind !== 'check' || at < index));
}

function record(context: RequestContext, result: string, { subjects = [], reason }: Changes): Write[] {
  const { contract, actor, tenantId, transactionId, now, ip, settings } = context;
  if (actor === undefined || tenantId === undefined) return [];

  const who = isOperator(actor) ? { operator: actor.arn } : { userId: actor.userId };
  const why = reason === undefined ? {} : { reason };
  const entry = { ...who, at: now.toISOString(), operation: contract.id, result, ip, subjects, ...why };

  return [recordOperation(tenantId, transactionId, entry, settings.historyYears)];
}

function outbox({ transactionId, now, ...context }: RequestContext, changes: Changes): Write[] {
  const { events = [], mails = [] } = changes;
  if (events.length + mails.length === 0) return [];

  const tenantId = context.tenantId ?? changes.tenantId;
  if (tenantId === undefined) throw new Error('Events and mails belong to a tenant');

  return outboxWrites({ transactionId, tenantId, now }, { events, mails });
}
