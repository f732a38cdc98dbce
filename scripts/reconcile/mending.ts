import type { Result } from '../../domain/result.ts';
import { groupOf, type Roster } from '../../domain/subscriptions/roster.ts';
import type { DomainEvent } from '../../events/index.ts';
import { listOrders } from '../../functions/adapters/dynamodb/certificate-orders.ts';
import { listCertificates } from '../../functions/adapters/dynamodb/certificates.ts';
import { commit } from '../../functions/adapters/dynamodb/commit.ts';
import { type Key, key, type SubscriptionScope } from '../../functions/adapters/dynamodb/keys.ts';
import { purgeUser } from '../../functions/adapters/dynamodb/purge.ts';
import { attributesOf, readItem } from '../../functions/adapters/dynamodb/read.ts';
import { saveSubscription, subscriptionRef } from '../../functions/adapters/dynamodb/subscriptions.ts';
import { remove, type Write } from '../../functions/adapters/dynamodb/write.ts';
import { revocationRequested } from '../../functions/certificates/revocation.ts';
import { outboxWrites } from '../../functions/runtime/outbox-writes.ts';
import type { Court } from './judging.ts';

/** Carries out writes whose conditions say "as it was found". */
export async function mended(...writes: readonly Write[]): Promise<boolean> {
  return (await commit(writes)) === 'committed';
}

/** Deletes an item that still has the values it was found with. */
export function removeAsFound({ PK, SK }: Key, found: Readonly<Record<string, unknown>>): Write {
  const names = Object.keys(found);

  return {
    ...remove({ PK, SK }),
    condition: ['attribute_exists(PK)', ...names.map((name) => `#${name} = :${name}`)].join(' AND '),
    values: Object.fromEntries(names.map((name) => [`:${name}`, found[name]])),
  };
}

/**
 * Asks for work of a state machine by an event of a name of its own, so that asking again changes nothing. The retry schedule
 * publishes it when the service runs again.
 */
export async function asked(name: string, tenantId: string, event: DomainEvent, court: Asking): Promise<boolean> {
  const origin = { transactionId: nameOfAsking(name, court), tenantId, now: court.now };

  return mended(...outboxWrites(origin, { events: [event] }));
}

/** Whether that was asked for before. */
export async function isAsked(name: string, court: Asking): Promise<boolean> {
  return (await readItem({ key: key.outbox(nameOfAsking(name, court)), read: attributesOf })) !== undefined;
}

/** Whether an outbox item was made by `asked`. */
export function isAsking(outboxId: string): boolean {
  return outboxId.startsWith(ASKING);
}

type Asking = Pick<Court, 'now' | 'restoredTo'>;

const ASKING = 'reconcile-';

/** An execution is named after its event: what another restore asks for must be another. An event ID has room for 64 characters. */
function nameOfAsking(name: string, { restoredTo }: Asking): string {
  return `${ASKING}${restoredTo.toISOString().replace(/\W|000Z$/g, '')}-${name}`.slice(0, 64);
}

type Change = (roster: Roster) => Result<Roster, { readonly code: string }>;

/** Changes the roster of now, if that is still to be done. */
export async function changedRoster(tenantId: string, change: Change): Promise<boolean> {
  const current = await readItem(subscriptionRef(tenantId));
  if (current?.status !== 'active') return false;

  const next = change(current);

  return next.ok && mended(saveSubscription(tenantId, next.value));
}

/** Removes what is left of a user whom the roster does not name; certificates are asked to be revoked (U-8). */
export async function removeUser(scope: SubscriptionScope, userId: string, court: Asking): Promise<boolean> {
  const { tenantId, subscriptionId } = scope;
  const roster = await readItem(subscriptionRef(tenantId));
  if (roster?.status === 'active' && roster.subscriptionId === subscriptionId && groupOf(roster, userId) !== undefined) {
    return false;
  }

  const owned = [...(await listCertificates(tenantId, userId)), ...(await listOrders(tenantId, userId))];
  if (owned.length > 0) {
    const version = roster?.version ?? 1;
    await asked(
      `user-${userId}`,
      tenantId,
      revocationRequested({ subscriptionId, version }, 'user-deleted', court.now, { userIds: [userId] }),
      court,
    );
  }
  await purgeUser(scope, userId);

  return true;
}
