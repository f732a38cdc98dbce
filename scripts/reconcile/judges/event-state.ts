import { isDeepStrictEqual } from 'node:util';
import type { ApprovalRequest } from '../../../domain/approvals/approval-request.ts';
import { groupOf, isLiveGroup, type Roster, type Subscription } from '../../../domain/subscriptions/roster.ts';
import type { Tenant } from '../../../domain/tenants/tenant.ts';
import type { EventEnvelope } from '../../../events/envelope.ts';
import type { EventType } from '../../../events/index.ts';
import { approvalRequestRef } from '../../../functions/adapters/dynamodb/approval-requests.ts';
import { credentialsRef } from '../../../functions/adapters/dynamodb/credentials.ts';
import { groupRef } from '../../../functions/adapters/dynamodb/groups.ts';
import { scopeOf } from '../../../functions/adapters/dynamodb/keys.ts';
import { readItem, readItems } from '../../../functions/adapters/dynamodb/read.ts';
import { erasedTenantRef, tenantRef } from '../../../functions/adapters/dynamodb/tenants.ts';
import { userRef } from '../../../functions/adapters/dynamodb/users.ts';
import { Revocation, withoutLive } from '../../../functions/workflows/revocation.ts';
import type { Court } from '../judging.ts';

type State = { readonly tenant: Tenant; readonly roster: Subscription };
type Comparison = (event: EventEnvelope, state: State) => boolean | Promise<boolean>;

/** Whether the table says of what an event tells that it has happened. Of orders and certificates nothing is compared. */
export async function hasHappened(event: EventEnvelope, { rosters }: Court): Promise<boolean> {
  const { type, tenantId } = event;
  const [tenant, erased] = await readItems([tenantRef(tenantId), erasedTenantRef(tenantId)]);
  // Of an erased tenant everything that it tells of is gone.
  if (tenant === undefined) return type !== 'tenant-registered' || erased !== undefined;

  return COMPARISONS[type as EventType]?.(event, { tenant, roster: await rosters.of(tenantId) }) ?? true;
}

/** A roster may have moved on by being mended: where it tells itself, its version is not enough. */
const rosterIsAt: Comparison = ({ aggregate }, { roster }) => roster.version >= aggregate.version;

const subscriptionIsOver: Comparison = (event, state) =>
  activeRoster(state)?.subscriptionId !== event.aggregate.id && rosterIsAt(event, state);

const requestIsAt: Comparison = async ({ tenantId, aggregate, data }, state) => {
  const subscriptionId = String(data['subscriptionId']);
  // S-10: requests of a subscription that is over are gone, whatever became of them before.
  if (activeRoster(state)?.subscriptionId !== subscriptionId) return true;

  const request: ApprovalRequest | undefined = await readItem(
    approvalRequestRef({ tenantId, subscriptionId }, String(data['requestId'])),
  );
  return request !== undefined && request.version >= aggregate.version;
};

const groupIsAt: Comparison = async ({ type, tenantId, aggregate }, state) => {
  const roster = activeRoster(state);
  // One that was edited may have been deleted since.
  if (roster === undefined || !isLiveGroup(roster, aggregate.id)) return type === 'group-updated';

  const group = await readItem(groupRef(tenantId, roster.subscriptionId, aggregate.id));
  return group === undefined || group.version >= aggregate.version;
};

const userIsAt: Comparison = async ({ tenantId, aggregate }, state) => {
  const roster = activeRoster(state);
  const user = roster && (await readItem(userRef(scopeOf(tenantId, roster, aggregate.id), aggregate.id)));

  return user === undefined || user.version >= aggregate.version;
};

const credentialsAreAt: Comparison = async ({ tenantId, aggregate, data }, { tenant, roster }) => {
  const userId = String(data['userId']);
  const isRepresentative = userId === tenant.representative.userId;
  if (!isRepresentative && roster.status !== 'active') return true;

  const scope = isRepresentative || roster.status !== 'active' ? { tenantId } : scopeOf(tenantId, roster, userId);
  const credentials = await readItem(credentialsRef(scope, userId));
  return credentials === undefined || credentials.version >= aggregate.version;
};

const nobodyIsLive: Comparison = (event, state) => {
  const { userIds, groupIds } = event.data as { userIds: string[]; groupIds: string[] };
  const isLive = userIds.some((userId) => isMember(state, userId)) || groupIds.some((groupId) => isGroup(state, groupId));

  return !isLive && rosterIsAt(event, state);
};

const nothingToRevokeIsLive: Comparison = (event, state) => {
  const revocation = Revocation.parse({ ...event.data, tenantId: event.tenantId });

  return isDeepStrictEqual(withoutLive(revocation, state.roster), revocation) && rosterIsAt(event, state);
};

const COMPARISONS: Readonly<Partial<Record<EventType, Comparison>>> = {
  'tenant-registered': ({ aggregate }, { tenant }) => tenant.version >= aggregate.version,
  // There is a tenant, or nothing would be compared.
  'tenant-erased': () => false,
  'tenant-erasure-requested': () => false,
  'subscription-started': rosterIsAt,
  'subscription-cancelled': subscriptionIsOver,
  'approval-requests-cancelled': subscriptionIsOver,
  'reserved-transfers-cancelled': subscriptionIsOver,
  'subscription-purge-requested': subscriptionIsOver,
  'certificate-service-started': rosterIsAt,
  'certificate-service-cancelled': (event, state) => !isService(state, event.data['serviceId']) && rosterIsAt(event, state),
  'login-method-changed': rosterIsAt,
  'revocation-requested': nothingToRevokeIsLive,
  'purge-requested': nobodyIsLive,
  'group-created': groupIsAt,
  'group-updated': groupIsAt,
  'group-deleted': ({ aggregate }, state) => !isGroup(state, aggregate.id),
  'user-added': ({ aggregate }, state) => isMember(state, aggregate.id),
  'user-updated': userIsAt,
  'user-deleted': ({ aggregate }, state) => !isMember(state, aggregate.id),
  'credential-locked': credentialsAreAt,
  'credential-reset': credentialsAreAt,
  'approval-request-submitted': requestIsAt,
  'approval-request-ended': requestIsAt,
  'transfer-approved': requestIsAt,
  'transfer-approval-cancelled': requestIsAt,
};

function activeRoster({ roster }: Pick<State, 'roster'>): Roster | undefined {
  return roster.status === 'active' ? roster : undefined;
}

function isService(state: State, serviceId: unknown): boolean {
  const certificates = activeRoster(state)?.certificates;

  return certificates?.status === 'active' && certificates.serviceId === serviceId;
}

function isMember(state: State, userId: string): boolean {
  const roster = activeRoster(state);

  return roster !== undefined && groupOf(roster, userId) !== undefined;
}

function isGroup(state: State, groupId: string): boolean {
  const roster = activeRoster(state);

  return roster !== undefined && isLiveGroup(roster, groupId);
}
