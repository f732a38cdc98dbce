import type { Credentials } from '../../domain/credentials/credentials.ts';
import { type NotFound, rowErrors } from '../../domain/refusals.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import { groupOf, type Roster } from '../../domain/subscriptions/roster.ts';
import type { Tenant } from '../../domain/tenants/tenant.ts';
import type { User } from '../../domain/users/user.ts';
import { credentialsRef } from '../adapters/dynamodb/credentials.ts';
import type { Scope } from '../adapters/dynamodb/keys.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { tenantRef } from '../adapters/dynamodb/tenants.ts';
import { userRef } from '../adapters/dynamodb/users.ts';

/** Somebody whose credentials an administrator works on. */
export type Target = { readonly user: User; readonly credentials: Credentials; readonly scope: Scope };

/** The users named, in the order asked, with the tenant; or which of them are not there. */
export async function readTargets(
  tenantId: string,
  roster: Roster,
  userIds: readonly string[],
): Promise<Result<{ readonly tenant: Tenant; readonly targets: readonly Target[] }, NotFound<'unknown-user'>>> {
  const isLive = (userId: string) => userId === roster.masterUserId || groupOf(roster, userId) !== undefined;
  const unknown = rowErrors('userIds', userIds, (userId) => !isLive(userId), {
    code: 'unknown-user',
    detail: 'The tenant has no such user.',
  });
  if (unknown.length > 0) return refuse({ code: 'not-found', errors: unknown });

  const [[tenant], users, credentials] = await Promise.all([
    readItems([tenantRef(tenantId)]),
    readItems(userIds.map((userId) => userRef(scopeOf(tenantId, roster, userId), userId))),
    readItems(userIds.map((userId) => credentialsRef(scopeOf(tenantId, roster, userId), userId))),
  ]);
  if (tenant === undefined) throw new Error('A session belongs to a tenant that does not exist');

  const targets = userIds.map((userId, index) => {
    const [user, own] = [users[index], credentials[index]];
    if (user === undefined || own === undefined) throw new Error('A live user has no items');

    return { user, credentials: own, scope: scopeOf(tenantId, roster, userId) };
  });

  return ok({ tenant, targets });
}

/** Where the items of the master or of an added user are: the master's carry no subscription. */
export function scopeOf(tenantId: string, { masterUserId, subscriptionId }: Roster, userId: string): Scope {
  return userId === masterUserId ? { tenantId } : { tenantId, subscriptionId };
}
