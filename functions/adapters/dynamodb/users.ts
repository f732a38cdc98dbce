import type { User } from '../../../domain/users/user.ts';
import { key, partitions, type Scope } from './keys.ts';
import { attributesOf, queryPartition, type Ref } from './read.ts';
import { check, putNew, update, type Write } from './write.ts';

export const userRef = (scope: Scope, userId: string): Ref<User> => ({ key: key.user(scope, userId), read: attributesOf<User> });

/** Every added user the subscription has items of; the roster says which of them are live. */
export function listAddedUsers(tenantId: string, subscriptionId: string): Promise<User[]> {
  return queryPartition<User>(partitions.users({ tenantId, subscriptionId }));
}

export function addUser(scope: Scope, user: User): Write {
  return putNew(key.user(scope, user.userId), user);
}

/** A write finds its actor as the session check read it: not ended by a reset, not gone. */
export function actorUnchanged(scope: Scope, { userId, epoch }: User): Write {
  return check(key.user(scope, userId), '#epoch = :epoch', { ':epoch': epoch });
}

/**
 * Saves an edit (U-5), if the user is still as it was decided on. Whether the user is still there, the roster tells: a
 * deleted one's item may wait for its purge.
 */
export function saveEdit(scope: Scope, before: User, { name, email, epoch, version }: User): Write {
  return update(key.user(scope, before.userId), {
    update: 'SET #name = :name, #email = :email, #epoch = :epoch, #version = :version',
    condition: '#version = :versionBefore AND #epoch = :epochBefore',
    values: {
      ':name': name,
      ':email': email,
      ':epoch': epoch,
      ':version': version,
      ':versionBefore': before.version,
      ':epochBefore': before.epoch,
    },
  });
}

/** Saves that nothing is to be set up any more (C-4), in the epoch that begins with it. */
export function finishSetUp(scope: Scope, { userId, pendingSetUp, epoch }: User): Write {
  return update(key.user(scope, userId), {
    update: 'SET #pendingSetUp = :pendingSetUp, #epoch = :epoch',
    condition: '#epoch = :before',
    values: { ':pendingSetUp': pendingSetUp, ':epoch': epoch, ':before': epoch - 1 },
  });
}

/** Moves the user's epoch on, which ends every session there is (L-6). */
export function endSessions(scope: Scope, { userId, epoch }: User): Write {
  return update(key.user(scope, userId), {
    update: 'SET #epoch = :next',
    condition: '#epoch = :epoch',
    values: { ':epoch': epoch, ':next': epoch + 1 },
  });
}
