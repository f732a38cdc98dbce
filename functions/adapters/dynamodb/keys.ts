import type { Roster } from '../../../domain/subscriptions/roster.ts';
import { ENTITY_PREFIXES, type Entity } from '../../contracts/table.ts';

export type Key = { PK: string; SK: string };

/**
 * Where a user's items live. The master's outlive every subscription; an added user's carry the subscription's ID,
 * so that nothing of an old subscription can appear in a new one (S-10).
 */
export type Scope = { tenantId: string; subscriptionId?: string | undefined };

/** Where what ends with a subscription is (S-10). */
export type SubscriptionScope = { readonly tenantId: string; readonly subscriptionId: string };

/** Where the items of the master or of an added user are. */
export function scopeOf(
  tenantId: string,
  { masterUserId, subscriptionId }: Pick<Roster, 'masterUserId' | 'subscriptionId'>,
  userId: string,
): Scope {
  return userId === masterUserId ? { tenantId } : { tenantId, subscriptionId };
}

function partition(entity: Entity, ...parts: readonly (string | undefined)[]): string {
  return [ENTITY_PREFIXES[entity], ...parts.filter((part) => part !== undefined)].join('#');
}

function single(entity: Entity, ...parts: readonly (string | undefined)[]): Key {
  return { PK: partition(entity, ...parts), SK: ENTITY_PREFIXES[entity] };
}

/** The key of every kind of item; docs/data-model.md explains them. */
export const key = {
  tenant: (tenantId: string): Key => single('tenant', tenantId),
  erasedTenant: (tenantId: string): Key => single('erasedTenant', tenantId),
  subscription: (tenantId: string): Key => single('subscription', tenantId),
  acceptance: (tenantId: string, at: string, subscriptionId: string): Key => ({
    PK: partitions.acceptances(tenantId),
    SK: `${at}#${subscriptionId}`,
  }),
  group: (tenantId: string, subscriptionId: string, groupId: string): Key => ({
    PK: partitions.groups(tenantId, subscriptionId),
    SK: groupId,
  }),
  user: (scope: Scope, userId: string): Key => ({ PK: partitions.users(scope), SK: userId }),
  credentials: (scope: Scope, userId: string): Key => ({ PK: partitions.credentials(scope), SK: userId }),
  loginId: (loginId: string): Key => single('loginId', loginId),
  loginFailures: (whose: 'id' | 'source', name: string): Key => single('loginFailures', whose, name),
  loginPasswordReset: (resetId: string): Key => single('loginPasswordReset', resetId),
  certificateOrder: (tenantId: string, orderId: string): Key => ({ PK: partitions.certificateOrders(tenantId), SK: orderId }),
  certificate: (tenantId: string, userId: string, thumbprint: string): Key => ({
    PK: partitions.certificates(tenantId),
    SK: `${userId}#${thumbprint}`,
  }),
  approvalRequest: (tenantId: string, subscriptionId: string, requestId: string): Key => ({
    PK: partitions.approvalRequests(tenantId, subscriptionId),
    SK: `request#${requestId}`,
  }),
  pendingRequest: (tenantId: string, subscriptionId: string, requestId: string): Key => ({
    PK: partitions.approvalRequests(tenantId, subscriptionId),
    SK: `pending#${requestId}`,
  }),
  approvalReference: (tenantId: string, subscriptionId: string, reference: string): Key => ({
    PK: partitions.approvalReferences(tenantId, subscriptionId),
    SK: reference,
  }),
  session: (scope: Scope, userId: string, secretDigest: string): Key => ({
    PK: partitions.sessions(scope, userId),
    SK: secretDigest,
  }),
  idempotency: (scope: string, operationId: string, idempotencyKey: string): Key => ({
    PK: partitions.idempotency(scope),
    SK: `${operationId}#${idempotencyKey}`,
  }),
  loginHistory: (tenantId: string, at: string, id: string): Key => ({
    PK: partitions.loginHistory(tenantId),
    SK: `${at}#${id}`,
  }),
  operationHistory: (tenantId: string, at: string, id: string): Key => ({
    PK: partitions.operationHistory(tenantId),
    SK: `${at}#${id}`,
  }),
  outbox: (outboxId: string): Key => single('outbox', outboxId),
  mail: (mailId: string): Key => single('mail', mailId),
};

/** Partition keys that are queried as a whole. */
export const partitions = {
  acceptances: (tenantId: string) => partition('acceptance', tenantId),
  groups: (tenantId: string, subscriptionId: string) => partition('group', tenantId, subscriptionId),
  users: (scope: Scope) => partition('user', scope.tenantId, scope.subscriptionId),
  credentials: (scope: Scope) => partition('credentials', scope.tenantId, scope.subscriptionId),
  certificateOrders: (tenantId: string) => partition('certificateOrder', tenantId),
  certificates: (tenantId: string) => partition('certificate', tenantId),
  approvalRequests: (tenantId: string, subscriptionId: string) => partition('approvalRequest', tenantId, subscriptionId),
  approvalReferences: (tenantId: string, subscriptionId: string) => partition('approvalReference', tenantId, subscriptionId),
  sessions: (scope: Scope, userId: string) => partition('session', scope.tenantId, scope.subscriptionId, userId),
  idempotency: (caller: string) => partition('idempotency', caller),
  loginHistory: (tenantId: string) => partition('loginHistory', tenantId),
  operationHistory: (tenantId: string) => partition('operationHistory', tenantId),
};
