import type { Credentials } from '../../domain/credentials/credentials.ts';
import { untoldLock } from '../../domain/credentials/tries.ts';
import type { CredentialChanges } from '../adapters/dynamodb/credentials.ts';
import { readTenant } from '../adapters/dynamodb/tenants.ts';
import type { Settings } from '../contracts/settings.ts';
import type { Actor } from './actor.ts';
import { lockTold } from './lock.ts';
import type { Changes } from './outcome.ts';

/** What a confirmation tries: each has failures of its own, and is locked by them (C-9). */
export type Lockable = 'transaction-password' | 'authenticator';

/** A lock that nobody was told of, because whoever locked died: the state with the lock in it. */
export function untoldLocks(
  { transaction, authenticator }: Credentials,
  locked: Lockable,
  now: Date,
  settings: Settings,
): CredentialChanges | undefined {
  if (locked === 'authenticator') {
    const lock = authenticator && untoldLock(authenticator, now, settings);

    return lock && { authenticator: lock };
  }
  const lock = transaction.kind === 'chosen' ? untoldLock(transaction, now, settings) : undefined;

  return lock && { transaction: lock };
}

/** The events and mails of locks that set in with these changes. */
export async function tellLocks(
  { tenantId, user }: Actor,
  credentials: Credentials,
  after: CredentialChanges,
  now: Date,
): Promise<Changes> {
  const locked = (['transaction-password', 'authenticator'] as const).filter(
    (credential) => lockedAt(credential, after) !== undefined && lockedAt(credential, credentials) === undefined,
  );
  if (locked.length === 0) return {};

  const { language } = await readTenant(tenantId);
  const told = locked.map((credential) => lockTold(credential, { user, version: credentials.version + 1, language, now }));

  return {
    events: told.flatMap(({ events }) => events),
    mails: told.flatMap(({ mails }) => mails),
    subjects: [user.userId],
  };
}

function lockedAt(credential: Lockable, { transaction, authenticator }: CredentialChanges): string | undefined {
  if (credential === 'authenticator') return authenticator?.lockedAt;

  return transaction?.kind === 'chosen' ? transaction.lockedAt : undefined;
}
