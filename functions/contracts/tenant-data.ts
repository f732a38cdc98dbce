import * as z from 'zod';
import { ApprovalRequest } from './approvals.ts';
import { Certificate, OrderId, OrderKind } from './certificates.ts';
import { defineOperation } from './contract.ts';
import { Group } from './groups.ts';
import { LoginEntry, OperationEntry } from './history.ts';
import { Cursor, PageQuery } from './page.ts';
import { GroupId, TenantId, Timestamp, User, UserId, Version } from './schemas.ts';
import { TenantDetails } from './tenants.ts';

const params = z.strictObject({ tenantId: TenantId });

const { certificate: _, group: __, ...userShape } = User.shape;

const ExportedTenant = z.strictObject({
  type: z.literal('tenant'),
  ...TenantDetails.shape,
  representative: z.strictObject({ userId: UserId, name: z.string(), birthDate: z.iso.date() }),
});

const ExportedSubscription = z.strictObject({
  type: z.literal('subscription'),
  status: z.enum(['not-subscribed', 'active']),
  certificates: z.enum(['not-subscribed', 'active']),
  loginMethod: z.enum(['user-id', 'certificate']),
});

const ExportedUser = z.strictObject({
  type: z.literal('user'),
  ...userShape,
  loginName: z.string().optional(),
  groupId: GroupId.optional().meta({ description: 'The master is in none' }),
});

const ExportedOrder = z.strictObject({
  type: z.literal('certificate-order'),
  orderId: OrderId,
  userId: UserId,
  kind: OrderKind,
  orderedAt: Timestamp,
  expiresAt: Timestamp,
  pickedUpAt: Timestamp.optional(),
  cancelledAt: Timestamp.optional(),
});

/** Everything that is kept about a tenant, in the order in which it is exported. No hash, secret, token, digest, session or key. */
export const ExportedItem = z
  .discriminatedUnion('type', [
    ExportedTenant,
    ExportedSubscription,
    z.strictObject({ type: z.literal('acceptance'), version: z.string(), at: Timestamp, userId: UserId }),
    z.strictObject({ type: z.literal('group'), ...Group.shape, memberUserIds: z.array(UserId) }),
    ExportedUser,
    z.strictObject({ type: z.literal('certificate'), ...Certificate.shape, revokedAt: Timestamp.optional() }),
    ExportedOrder,
    z.strictObject({ type: z.literal('approval-request'), ...ApprovalRequest.shape }),
    z.strictObject({ type: z.literal('login'), ...LoginEntry.shape }),
    z.strictObject({ type: z.literal('operation'), ...OperationEntry.shape }),
  ])
  .meta({ id: 'ExportedItem', description: 'One thing that is kept about the tenant; `type` tells what' });

export const exportTenant = defineOperation({
  id: 'exportTenant',
  area: 'tenants',
  method: 'GET',
  path: '/operator/tenants/{tenantId}/export',
  summary: 'Hands out everything that is kept about a tenant, page by page',
  description:
    'For a request of the customer, or before `eraseTenant`. First the tenant with its accounts, then the subscription, acceptances, ' +
    'groups, users, certificates, their orders, approval requests, logins and operations; the last three the newest first. A page ' +
    'holds one kind, so it may be short, even empty: `nextCursor` alone tells that there is more. No hash, secret, token or key is ' +
    'in it. That an export began stands in the tenant’s operation history.',
  caller: 'operator',
  leavesRecord: true,
  params,
  query: z.strictObject(PageQuery),
  replies: {
    200: z.strictObject({ asOf: Timestamp, items: z.array(ExportedItem), nextCursor: Cursor.optional() }),
  },
  problems: ['not-found'],
  uses: ['cursor-key'],
  access: {
    tenant: ['get'],
    subscription: ['get'],
    acceptance: ['list'],
    group: ['list'],
    user: ['list'],
    credentials: ['get', 'list'],
    certificate: ['list'],
    certificateOrder: ['list'],
    approvalRequest: ['list'],
    loginHistory: ['list'],
    operationHistory: ['list'],
  },
  example: {
    params: { tenantId: 'aoba' },
    query: { limit: '100' },
    reply: {
      asOf: '2026-12-01T03:00:00.000Z',
      items: [{ type: 'acceptance', version: '2026-04-01', at: '2026-12-01T00:30:00.000Z', userId: '3354648652' }],
    },
  },
});

export const eraseTenant = defineOperation({
  id: 'eraseTenant',
  area: 'tenants',
  method: 'POST',
  path: '/operator/tenants/{tenantId}/erasure',
  summary: 'Erases a tenant on request of the former customer, which cannot be undone',
  description:
    'At once nobody of it can log in and every session is dead. Then everything that is kept about it is removed; certificates when ' +
    'they are revoked. Neither the tenant ID nor a user ID is used again. The history stays as long as any other (H-3), with user IDs ' +
    'and without names, unless `history` says otherwise; the record of the erasure stays in any case. While the customer has a ' +
    'subscription the answer is 409 `already-subscribed`, unless `endSubscription` says that it is to end: as by ' +
    '`cancelSubscription`, its certificate service with it.',
  caller: 'operator',
  params,
  body: z.strictObject({
    version: Version,
    history: z.enum(['keep', 'erase']).optional().meta({ description: 'What becomes of the history; `keep` unless given' }),
    endSubscription: z
      .literal(true)
      .optional()
      .meta({ description: 'Also ends a subscription that the customer has not cancelled' }),
    reason: z.string().min(1).max(200).meta({ description: 'Why, for the history: a case number, no personal data' }),
  }),
  replies: { 202: null },
  problems: ['not-found', 'version-conflict', 'already-subscribed'],
  access: {
    tenant: ['get', 'delete'],
    erasedTenant: ['put'],
    subscription: ['get', 'put'],
    user: ['get', 'update'],
    outbox: ['put'],
  },
  example: {
    params: { tenantId: 'aoba' },
    body: { version: 3, reason: 'Case 2027-0301' },
  },
});
