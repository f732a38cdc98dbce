import { type Roster, removeGroups, removeUsers, type Subscription } from '../../../domain/subscriptions/roster.ts';
import type { Tenant } from '../../../domain/tenants/tenant.ts';
import { credentialsRef } from '../../../functions/adapters/dynamodb/credentials.ts';
import { listGroups } from '../../../functions/adapters/dynamodb/groups.ts';
import { key, partitions } from '../../../functions/adapters/dynamodb/keys.ts';
import { claimLoginId, findLoginId } from '../../../functions/adapters/dynamodb/login-ids.ts';
import { keysOf } from '../../../functions/adapters/dynamodb/purge.ts';
import { attributesOf, readItem, readItems } from '../../../functions/adapters/dynamodb/read.ts';
import { subscriptionIdOf } from '../../../functions/adapters/dynamodb/subscriptions.ts';
import { erasedTenantRef, tenantRef } from '../../../functions/adapters/dynamodb/tenants.ts';
import { userRef } from '../../../functions/adapters/dynamodb/users.ts';
import { revocationBeginsAt, revocationRequested } from '../../../functions/certificates/revocation.ts';
import type { Finding } from '../finding.ts';
import { type Court, type Judge, partsOf } from '../judging.ts';
import { asked, changedRoster, isAsked, mended, removeUser } from '../mending.ts';
import { isErased } from './erased-tenants.ts';

/** A tenant has its representative with credentials and a login ID, and was not erased. */
export const judgeTenant: Judge = async (item) => {
  const { tenantId, representative } = attributesOf<Tenant>(item);
  const { userId } = representative;
  const scope = { tenantId };
  const [user, credentials, erased] = await readItems([
    userRef(scope, userId),
    credentialsRef(scope, userId),
    erasedTenantRef(tenantId),
  ]);
  const about = { userId };

  return [
    ...(erased === undefined ? [] : [{ code: 'tenant-back-from-erasure', key: key.tenant(tenantId), about } as const]),
    ...(user && credentials ? [] : [{ code: 'representative-incomplete', key: key.tenant(tenantId), about } as const]),
    ...(await judgeOwnId(scope, userId)),
  ];
};

/** Everybody's user ID leads to them. It is never used again, so that one nobody has is theirs. */
async function judgeOwnId(scope: { tenantId: string; subscriptionId?: string }, userId: string): Promise<Finding[]> {
  const owner = await findLoginId(userId);
  if (owner?.userId === userId && owner.scope.tenantId === scope.tenantId) return [];

  return [
    {
      code: 'login-id-missing',
      key: key.loginId(userId),
      about: { userId, tenantId: scope.tenantId },
      mend: () => mended(claimLoginId(userId, { scope, userId })),
    },
  ];
}

/** Whom and what the roster names is there: it is written with them, so what is not there was being made (U-2, G-2). */
export const judgeSubscription: Judge = async (item, court) => {
  const [tenantId] = partsOf(item);
  const roster = attributesOf<Subscription>(item);
  const tenant = await readItem(tenantRef(tenantId));
  if (tenant === undefined)
    return (await isErased(tenantId)) ? [] : [{ code: 'tenant-missing', key: key.subscription(tenantId) }];
  if (roster.status !== 'active') return [];

  return [
    ...(tenant.representative.userId === roster.masterUserId
      ? []
      : [{ code: 'master-differs', key: key.subscription(tenantId), about: { masterUserId: roster.masterUserId } } as const]),
    ...(await judgeMembers(tenantId, roster, court)),
    ...(await judgeGroups(tenantId, roster)),
    ...(await judgeServices(tenantId, roster, court)),
    ...(await judgeAcceptance(tenantId, roster)),
  ];
};

async function judgeMembers(tenantId: string, roster: Roster, court: Court): Promise<Finding[]> {
  const scope = { tenantId, subscriptionId: roster.subscriptionId };
  const findings: Finding[] = [];

  for (const userId of Object.values(roster.groups).flatMap(({ members }) => members)) {
    const [user, credentials] = await readItems([userRef(scope, userId), credentialsRef(scope, userId)]);

    if (user && credentials) findings.push(...(await judgeOwnId(scope, userId)));
    else {
      findings.push({
        code: 'member-incomplete',
        key: key.subscription(tenantId),
        about: { userId },
        mend: async () =>
          (await changedRoster(tenantId, (current) => removeUsers(current, [userId]))) && removeUser(scope, userId, court),
      });
    }
  }

  return findings;
}

async function judgeGroups(tenantId: string, { subscriptionId, groups }: Roster): Promise<Finding[]> {
  const there = new Set((await listGroups(tenantId, subscriptionId)).map(({ groupId }) => groupId));

  return Object.entries(groups)
    .filter(([groupId]) => !there.has(groupId))
    .map(([groupId, { members }]) => ({
      code: 'group-missing',
      key: key.subscription(tenantId),
      about: { groupId, members: members.length },
      // With members nobody knows what they might do: a person decides.
      ...(members.length === 0 && { mend: () => changedRoster(tenantId, (current) => removeGroups(current, [groupId])) }),
    }));
}

/** S-7: the execution that waits for a due date may belong to what is lost. Asking twice revokes once. */
async function judgeServices(tenantId: string, roster: Roster, court: Court): Promise<Finding[]> {
  const findings: Finding[] = [];

  for (const { serviceId, revocationDueAt } of roster.cancelledServices ?? []) {
    if (await isAsked(serviceId, court)) continue;

    findings.push({
      code: 'revocation-to-come',
      key: key.subscription(tenantId),
      about: { serviceId, revocationDueAt },
      mend: () => {
        const beginning = revocationBeginsAt(revocationDueAt);
        return asked(serviceId, tenantId, revocationRequested(roster, 'service-cancelled', beginning, { serviceId }), court);
      },
    });
  }

  return findings;
}

/** S-2: whoever has a subscription has accepted its terms. When, only the record of the application can tell now. */
async function judgeAcceptance(tenantId: string, { subscriptionId, masterUserId }: Roster): Promise<Finding[]> {
  const { keys } = await keysOf(partitions.acceptances(tenantId), {});
  if (keys.some((accepted) => subscriptionIdOf(accepted) === subscriptionId)) return [];

  return [{ code: 'acceptance-missing', key: key.subscription(tenantId), about: { subscriptionId, masterUserId } }];
}
