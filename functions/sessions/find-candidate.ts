import type { Subscription } from '../../domain/subscriptions/roster.ts';
import type { Language } from '../../domain/tenants/tenant.ts';
import type { User } from '../../domain/users/user.ts';
import { type Credentials, credentialsKey, toCredentials } from '../adapters/dynamodb/credentials.ts';
import type { Scope } from '../adapters/dynamodb/keys.ts';
import { findLoginId } from '../adapters/dynamodb/login-ids.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { subscriptionKey, toSubscription } from '../adapters/dynamodb/subscriptions.ts';
import { tenantKey, toTenant } from '../adapters/dynamodb/tenants.ts';
import { toUser, userKey } from '../adapters/dynamodb/users.ts';
import { liveGroupId } from '../runtime/actor.ts';

/** Who a login ID belongs to, if that user may log in at all. */
export type Candidate = {
  readonly scope: Scope;
  readonly user: User;
  readonly credentials: Credentials;
  readonly subscription: Subscription;
  /** The live group of an added user. */
  readonly groupId?: string;
  readonly language: Language;
};

/** Keys of nobody: an unknown login ID costs the very same reads as a known one (C-5). No tenant can have this ID. */
export const NOBODY = { scope: { tenantId: '_' }, userId: '_' } as const;

/** Finds the live user behind a user ID or login name, in two reads whatever is found. */
export async function findCandidate(loginId: string): Promise<Candidate | undefined> {
  const { scope, userId } = (await findLoginId(loginId.toLowerCase())) ?? NOBODY;

  const [userItem, credentialsItem, subscriptionItem, tenantItem] = await readItems([
    userKey(scope, userId),
    credentialsKey(scope, userId),
    subscriptionKey(scope.tenantId),
    tenantKey(scope.tenantId),
  ]);
  if (userItem === undefined || credentialsItem === undefined || tenantItem === undefined) return undefined;

  const user = toUser(userItem);
  const subscription = toSubscription(subscriptionItem);
  const groupId = liveGroupId(subscription, userId);

  // Deleted with the group or the subscription: gone, whatever items are still there.
  if (user.role === 'user' && groupId === undefined) return undefined;

  return {
    scope,
    user,
    credentials: toCredentials(credentialsItem),
    subscription,
    language: toTenant(tenantItem).language,
    ...(groupId !== undefined && { groupId }),
  };
}
