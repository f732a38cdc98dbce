import type { EmailFailure, User } from '../../../domain/users/user.ts';
import { key, partitions, type Scope } from './keys.ts';
import { attributesOf, type Page, type PageAsked, pageOf, queryPartition, type Ref } from './read.ts';
import { check, putNew, update, type Write } from './write.ts';

export const userRef = (scope: Scope, userId: string): Ref<User> => ({ key: key.user(scope, userId), read: attributesOf<User> });

/** Every added user the subscription has items of; the roster says which of them are live. */
export function listAddedUsers(tenantId: string, subscriptionId: string): Promise<User[]> {
  return queryPartition<User>(partitions.users({ tenantId, subscriptionId }));
}

/** A page of the users of a subscription, or of the tenant's own: its master. */
export function pageOfUsers(scope: Scope, page: PageAsked): Promise<Page<User>> {
  return pageOf<User>(partitions.users(scope), page);
}

export function addUser(scope: Scope, user: User): Write {
  return putNew(key.user(scope, user.userId), user);
}

/** A write finds its actor as the session check read it: not ended by a reset, not gone. */
export function actorUnchanged(scope: Scope, { userId, epoch }: User): Write {
  return check(key.user(scope, userId), '#epoch = :epoch', { ':epoch': epoch });
}

/** No later order has voided the user's latest one (X-12). */
export function currentOrderUnchanged(scope: Scope, { userId, certificateOrderId }: User): Write {
  return check(key.user(scope, userId), '#certificateOrderId = :order', { ':order': certificateOrderId });
}

/** X-7: makes an order the user's latest, if there is no other in between. */
export function saveCurrentOrder(scope: Scope, { userId, certificateOrderId }: User, orderId: string): Write {
  const latest = latestOrderIs(certificateOrderId);

  return update(key.user(scope, userId), {
    update: 'SET #certificateOrderId = :order',
    condition: `attribute_exists(PK) AND ${latest.condition}`,
    values: { ':order': orderId, ...latest.values },
  });
}

/**
 * U-1: notes down what came back of mail to an address, if it is still the user's. A complaint outweighs a bounce, whichever is
 * told first. It is no edit: the version stays (U-5), and no edit of anything but the address takes it away.
 */
export function saveEmailFailure(
  scope: Scope,
  userId: string,
  { email, failure }: { email: string; failure: EmailFailure },
): Write {
  const outweighed = failure === 'complained' ? '' : ' AND (attribute_not_exists(#emailFailure) OR #emailFailure = :failure)';

  return update(key.user(scope, userId), {
    update: 'SET #emailFailure = :failure',
    condition: `#email = :email${outweighed}`,
    values: { ':email': email, ':failure': failure },
  });
}

/**
 * Saves an edit (U-5), if the user is still as it was decided on. Whether the user is still there, the roster tells: a
 * deleted one's item may wait for its purge.
 */
export function saveEdit(scope: Scope, before: User, { name, email, certificateOrderId, epoch, version }: User): Write {
  // Whoever places no order leaves the one alone that a reminder may be opening.
  const isOrdered = certificateOrderId !== before.certificateOrderId;
  const ordered = isOrdered ? latestOrderIs(before.certificateOrderId) : undefined;
  const order = ordered ? ', #certificateOrderId = :order' : '';
  // What came back of mail to the old address says nothing of the new one.
  const failure = email === before.email ? '' : ' REMOVE #emailFailure';

  return update(key.user(scope, before.userId), {
    update: `SET #name = :name, #email = :email, #epoch = :epoch, #version = :version${order}${failure}`,
    condition: `#version = :versionBefore AND #epoch = :epochBefore${ordered ? ` AND ${ordered.condition}` : ''}`,
    values: {
      ':name': name,
      ':email': email,
      ':epoch': epoch,
      ':version': version,
      ':versionBefore': before.version,
      ':epochBefore': before.epoch,
      ...(ordered && { ':order': certificateOrderId, ...ordered.values }),
    },
  });
}

/** That no later order has come in between (X-12). */
function latestOrderIs(orderId: string | undefined) {
  return orderId === undefined
    ? { condition: 'attribute_not_exists(#certificateOrderId)', values: {} }
    : { condition: '#certificateOrderId = :orderBefore', values: { ':orderBefore': orderId } };
}

/**
 * Saves what is to be set up next (C-4, C-7, C-8), whether an authenticator is registered (C-15) and the epoch that begins
 * with it, if the user is still as decided on. The credentials are saved in the same transaction.
 */
export function saveSetUp(scope: Scope, before: User, { pendingSetUp, authenticatorRegistered, epoch }: User): Write {
  return update(key.user(scope, before.userId), {
    update: 'SET #pendingSetUp = :pendingSetUp, #authenticatorRegistered = :registered, #epoch = :epoch',
    condition: '#epoch = :epochBefore AND #pendingSetUp = :pendingBefore',
    values: {
      ':pendingSetUp': pendingSetUp,
      ':registered': authenticatorRegistered,
      ':epoch': epoch,
      ':epochBefore': before.epoch,
      ':pendingBefore': before.pendingSetUp,
    },
  });
}

/** Saves a new login name, if the user is still as decided on; the claim on the name is an item of its own. */
export function saveLoginName(scope: Scope, { userId, epoch, loginName }: User, to: string): Write {
  const unchanged = loginName === undefined ? 'attribute_not_exists(#loginName)' : '#loginName = :before';

  return update(key.user(scope, userId), {
    update: 'SET #loginName = :loginName',
    condition: `#epoch = :epoch AND ${unchanged}`,
    values: { ':loginName': to, ':epoch': epoch, ...(loginName !== undefined && { ':before': loginName }) },
  });
}

/** Saves whether an authenticator is registered, which the credentials say in the same transaction, if the user is still as decided on. */
export function saveAuthenticatorRegistered(scope: Scope, { userId, epoch }: User, registered: boolean): Write {
  return update(key.user(scope, userId), {
    update: 'SET #authenticatorRegistered = :registered',
    condition: '#epoch = :epoch',
    values: { ':registered': registered, ':epoch': epoch },
  });
}

/** U-4: ends the sessions of somebody invited again, if the user is still as decided on. The address is tried anew. */
export function saveInvitedAgain(scope: Scope, { userId, epoch }: User): Write {
  return update(key.user(scope, userId), {
    update: 'SET #epoch = :next REMOVE #emailFailure',
    condition: '#epoch = :epoch',
    values: { ':epoch': epoch, ':next': epoch + 1 },
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
