import type { Credentials } from '../../domain/credentials/credentials.ts';
import { NEVER_SUBSCRIBED } from '../../domain/subscriptions/roster.ts';
import type { Tenant } from '../../domain/tenants/tenant.ts';
import type { User } from '../../domain/users/user.ts';
import { credentialsRef } from '../adapters/dynamodb/credentials.ts';
import type { Scope } from '../adapters/dynamodb/keys.ts';
import type { ResetOwner } from '../adapters/dynamodb/login-password-resets.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { subscriptionRef } from '../adapters/dynamodb/subscriptions.ts';
import { tenantRef } from '../adapters/dynamodb/tenants.ts';
import { userRef } from '../adapters/dynamodb/users.ts';
import { liveGroupId } from '../runtime/actor.ts';

/** Somebody who is to set a new login password. */
export type Holder = {
  readonly scope: Scope;
  readonly user: User;
  readonly credentials: Credentials;
  readonly tenant: Tenant;
};

/** The user a reset belongs to, if that user is still there (U-8). */
export async function readHolder({ scope, userId }: ResetOwner): Promise<Holder | undefined> {
  const [user, credentials, subscription, tenant] = await readItems([
    userRef(scope, userId),
    credentialsRef(scope, userId),
    subscriptionRef(scope.tenantId),
    tenantRef(scope.tenantId),
  ]);
  if (user === undefined || credentials === undefined || tenant === undefined) return undefined;
  if (user.role === 'user' && liveGroupId(subscription ?? NEVER_SUBSCRIBED, userId) === undefined) return undefined;

  return { scope, user, credentials, tenant };
}
