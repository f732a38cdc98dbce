import { effectivePermissions, type Holder } from '../../domain/permissions/effective-permissions.ts';
import { requiredActions } from '../../domain/users/user.ts';
import { readTenant } from '../adapters/dynamodb/tenants.ts';
import { getMe as contract } from '../contracts/sessions.ts';
import type { Actor } from '../runtime/actor.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';

/** Tells a client who is logged in and what that user may really do (P-5, P-7, P-8). */
export const getMe: Operation<typeof contract> = async ({ actor, settings }) => {
  const { user, role, group, session } = actor;
  const tenant = await readTenant(actor.tenantId);

  return done({
    userId: user.userId,
    name: user.name,
    email: user.email,
    loginName: user.loginName,
    role,
    tenant: { tenantId: tenant.tenantId, name: tenant.name },
    group: group && { groupId: group.groupId, name: group.name },
    permissions: effectivePermissions(holderOf(actor), tenant.accounts),
    authenticatorRegistered: user.authenticatorRegistered,
    requiredActions: [...requiredActions(user, settings)],
    previousLoginAt: session.previousLoginAt,
  });
};

function holderOf({ role, group }: Actor): Holder {
  if (role !== 'user') return { role };
  if (group === undefined) throw new Error('The session check lets no added user without a group pass');

  return { role, granted: group.permissions };
}

export const handler = lambda(contract, getMe);
