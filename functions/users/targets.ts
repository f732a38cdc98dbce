import type { Credentials } from '../../domain/credentials/credentials.ts';
import { type NotFound, rowErrors } from '../../domain/refusals.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import { isLiveUser, type Roster } from '../../domain/subscriptions/roster.ts';
import type { Tenant } from '../../domain/tenants/tenant.ts';
import type { User } from '../../domain/users/user.ts';
import { credentialsRef } from '../adapters/dynamodb/credentials.ts';
import { type Scope, scopeOf } from '../adapters/dynamodb/keys.ts';
import { readItems } from '../adapters/dynamodb/read.ts';
import { readTenant } from '../adapters/dynamodb/tenants.ts';
import { userRef } from '../adapters/dynamodb/users.ts';

/** Somebody whose credentials an administrator works on. */
export type Target = { readonly user: User; readonly credentials: Credentials; readonly scope: Scope };

/** The users named, in the order asked, with the tenant; or which of them are not there. */
export async function readTargets(
  tenantId: string,
  roster: Roster,
  userIds: readonly string[],
): Promise<Result<{ readonly tenant: Tenant; readonly targets: readonly Target[] }, NotFound<'unknown-user'>>> {
  const unknown = rowErrors('userIds', userIds, (userId) => !isLiveUser(roster, userId), {
    code: 'unknown-user',
    detail: 'The tenant has no such user.',
  });
  if (unknown.length > 0) return refuse({ code: 'not-found', errors: unknown });

  const [tenant, users, credentials] = await Promise.all([
    readTenant(tenantId),
    readItems(userIds.map((userId) => userRef(scopeOf(tenantId, roster, userId), userId))),
    readItems(userIds.map((userId) => credentialsRef(scopeOf(tenantId, roster, userId), userId))),
  ]);

  const targets = userIds.map((userId, index) => {
    const [user, own] = [users[index], credentials[index]];
    if (user === undefined || own === undefined) throw new Error('A live user has no items');

    return { user, credentials: own, scope: scopeOf(tenantId, roster, userId) };
  });

  return ok({ tenant, targets });
}
