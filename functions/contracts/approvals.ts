import * as z from 'zod';
import type { ApprovalStatus } from '../../domain/approvals/approval-request.ts';
import { CONFIRMATION_TARGETS } from './confirmation-targets.ts';
import { defineOperation } from './contract.ts';
import { Cursor, PageQuery } from './page.ts';
import { checkAsked, Right } from './rights.ts';
import { AccountId, Amount, Confirmation, ExampleConfirmation, PlainText, Timestamp, UserId, Version } from './schemas.ts';

const STATUSES = [
  'pending',
  'returned',
  'withdrawn',
  'expired',
  'approved',
  'approval-cancelled',
  'auto-approved',
] as const satisfies readonly ApprovalStatus[];

const { kind, reference } = CONFIRMATION_TARGETS.submission.shape;
const { requestId } = CONFIRMATION_TARGETS.decision.shape;

const summary = PlainText(200).meta({ description: 'What it is for, in the words of the maker' });
const comment = PlainText(400).meta({ description: 'Kept with the request, for its maker and its approvers' });
const executeOn = z.iso.date().meta({ description: 'Day of execution in Tokyo; without it, as soon as it is approved' });

export const ApprovalRequest = z
  .strictObject({
    requestId,
    kind,
    accountId: AccountId,
    amount: Amount,
    reference,
    summary: summary.optional(),
    executeOn: executeOn.optional(),
    status: z.enum(STATUSES),
    makerUserId: UserId,
    decidedByUserId: UserId.optional().meta({
      description: 'Who ended it, or cancelled its approval; of `auto-approved` the maker',
    }),
    comment: comment.optional(),
    submittedAt: Timestamp,
    decidedAt: Timestamp.optional(),
    expiresAt: Timestamp.meta({ description: 'When it expires, should it still be pending then (A-7)' }),
    version: Version,
  })
  .meta({ id: 'ApprovalRequest' });

const pending = {
  requestId: '01980d1e-7a3c-7c5e-9a41-3f6c2b1d8e70',
  kind: 'transfer' as const,
  accountId: '101-1000088',
  amount: 3_000_000,
  reference: 'INV-2026-1187',
  executeOn: '2026-12-10',
  status: 'pending' as const,
  makerUserId: '1453935789',
  submittedAt: '2026-12-01T00:30:00.000Z',
  expiresAt: '2026-12-10T15:00:00.000Z',
  version: 1,
};
const decided = { decidedByUserId: '3354648652', decidedAt: '2026-12-02T01:15:00.000Z', version: 2 };

export const checkAuthorization = defineOperation({
  id: 'checkAuthorization',
  area: 'approvals',
  method: 'POST',
  path: '/authorization-checks',
  summary: 'Tells whether the caller may do something now, and why',
  description:
    '`allow`: alone, `needs-approval`: with the approval of another user, `deny`: not at all. The reasons name the rules and limits that ' +
    'led there, and what it takes besides. A transfer without an amount is one of 1 yen. Nothing is changed or recorded.',
  caller: 'session',
  changesNothing: true,
  body: z
    .strictObject({
      operation: Right,
      accountId: AccountId.optional().meta({ description: 'Required for a right given per account; possible with `approval`' }),
      amount: Amount.optional().meta({ description: 'With `transfer`, `bulkTransfer` and `approval`' }),
    })
    .superRefine(({ operation, ...asked }, context) => checkAsked(operation, asked, context)),
  replies: {
    200: z.strictObject({
      decision: z.enum(['allow', 'needs-approval', 'deny']),
      reasons: z.array(z.strictObject({ rule: z.string(), detail: z.string() })),
    }),
  },
  problems: [],
  access: { tenant: ['get'] },
  example: {
    body: { operation: 'transfer', accountId: '101-1000088', amount: 3_000_000 },
    reply: {
      decision: 'needs-approval',
      reasons: [
        { rule: 'A-2', detail: 'The amount is above the self-approval limit (1,000,000 yen): another user has to approve' },
      ],
    },
  },
});

export const submitApprovalRequest = defineOperation({
  id: 'submitApprovalRequest',
  area: 'approvals',
  method: 'POST',
  path: '/approval-requests',
  summary: 'Submits a transfer, or the total of a bulk transfer',
  description:
    'Within the own self-approval limit it is approved at once, which takes a confirmation; its mail token is bound to kind, account, ' +
    'amount and reference. Above it the request waits for another user; where there is none who could approve, it is refused (A-8).',
  caller: { anyRight: ['transfer', 'bulkTransfer'] },
  subscription: 'active',
  confirmation: 'conditional',
  target: 'submission',
  body: z.strictObject({
    kind,
    accountId: AccountId,
    amount: Amount,
    reference,
    summary: summary.optional(),
    executeOn: executeOn.optional(),
    confirmation: Confirmation.optional(),
  }),
  replies: { 201: ApprovalRequest },
  problems: ['permission-denied', 'rule-violation', 'duplicate-reference', 'no-eligible-approver'],
  access: {
    tenant: ['get', 'check'],
    user: ['get', 'list'],
    credentials: ['get', 'list'],
    group: ['list'],
    approvalRequest: ['put'],
    approvalReference: ['get', 'put'],
    outbox: ['put'],
  },
  example: {
    body: { kind: 'transfer', accountId: '101-1000088', amount: 3_000_000, reference: 'INV-2026-1187', executeOn: '2026-12-10' },
    reply: pending,
  },
});

export const listApprovalRequests = defineOperation({
  id: 'listApprovalRequests',
  area: 'approvals',
  method: 'GET',
  path: '/approval-requests',
  summary: 'Lists the requests the caller sees, the newest first',
  description:
    'Makers see their own, approvers what they could decide or decided, the master all. A page may hold fewer than `limit`, even none, ' +
    'and there is more as long as there is a `nextCursor`.',
  caller: 'session',
  subscription: 'active',
  query: z.strictObject({ status: z.enum(STATUSES).optional(), ...PageQuery }),
  replies: { 200: z.strictObject({ asOf: Timestamp, requests: z.array(ApprovalRequest), nextCursor: Cursor.optional() }) },
  problems: [],
  access: { tenant: ['get'], approvalRequest: ['list'] },
  uses: ['cursor-key'],
  example: {
    query: { status: 'pending', limit: '20' },
    reply: { asOf: '2026-12-01T00:31:00.000Z', requests: [pending] },
  },
});

export const getApprovalRequest = defineOperation({
  id: 'getApprovalRequest',
  area: 'approvals',
  method: 'GET',
  path: '/approval-requests/{requestId}',
  summary: 'Reads a request',
  description: 'Whoever would not find it in the list does not find it here.',
  caller: 'session',
  subscription: 'active',
  params: z.strictObject({ requestId }),
  replies: { 200: ApprovalRequest },
  problems: ['not-found'],
  access: { tenant: ['get'], approvalRequest: ['get'] },
  example: { params: { requestId: pending.requestId }, reply: pending },
});

export const listEligibleApprovers = defineOperation({
  id: 'listEligibleApprovers',
  area: 'approvals',
  method: 'GET',
  path: '/approval-requests/{requestId}/eligible-approvers',
  summary: 'Lists who could approve a request now, and why; the master first',
  description:
    'Users whose login or transaction password is locked, reset or not yet set are left out. None once the request has ended.',
  caller: 'session',
  subscription: 'active',
  params: z.strictObject({ requestId }),
  replies: {
    200: z.strictObject({
      asOf: Timestamp,
      users: z.array(
        z.strictObject({
          userId: UserId,
          name: z.string(),
          reasons: z.array(z.strictObject({ rule: z.string(), detail: z.string() })),
        }),
      ),
    }),
  },
  problems: ['not-found'],
  access: {
    tenant: ['get'],
    approvalRequest: ['get'],
    user: ['get', 'list'],
    credentials: ['get', 'list'],
    group: ['list'],
  },
  example: {
    params: { requestId: pending.requestId },
    reply: {
      asOf: '2026-12-01T00:31:00.000Z',
      users: [{ userId: '3354648652', name: '青葉 太郎', reasons: [{ rule: 'P-7', detail: 'The master user has every right' }] }],
    },
  },
});

/** What every decision on a request has in common. */
const decision = {
  area: 'approvals',
  method: 'POST',
  caller: { anyRight: ['approval'] },
  subscription: 'active',
  confirmation: 'required',
  target: 'decision',
  params: z.strictObject({ requestId }),
  body: z.strictObject({ version: Version, comment: comment.optional(), confirmation: Confirmation }),
  replies: { 200: ApprovalRequest },
  problems: ['not-found', 'permission-denied', 'wrong-state', 'version-conflict'],
  access: { tenant: ['get', 'check'], approvalRequest: ['get', 'put', 'delete'], outbox: ['put'] },
} as const;

const exampleDecision = { params: { requestId: pending.requestId }, body: { version: 1, confirmation: ExampleConfirmation } };

export const approveRequest = defineOperation({
  ...decision,
  id: 'approveRequest',
  path: '/approval-requests/{requestId}/approval',
  summary: 'Approves a pending request',
  description: 'By a user other than its maker, with the rights and the approval limit of this moment (A-3).',
  example: { ...exampleDecision, reply: { ...pending, status: 'approved', ...decided } },
});

export const returnRequest = defineOperation({
  ...decision,
  id: 'returnRequest',
  path: '/approval-requests/{requestId}/return',
  summary: 'Returns a pending request to its maker, which ends it',
  description: 'By a user who could approve it (A-3).',
  example: { ...exampleDecision, reply: { ...pending, status: 'returned', ...decided } },
});

export const cancelApproval = defineOperation({
  ...decision,
  id: 'cancelApproval',
  path: '/approval-requests/{requestId}/approval-cancellation',
  summary: 'Cancels an approval whose execution date is still to come',
  description:
    'By a user who could approve the request (A-6). What was approved at once its maker may cancel as well, within the self-approval ' +
    'limit of this moment.',
  example: {
    params: { requestId: pending.requestId },
    body: { version: 2, confirmation: ExampleConfirmation },
    reply: { ...pending, status: 'approval-cancelled', ...decided, version: 3 },
  },
});

export const withdrawRequest = defineOperation({
  id: 'withdrawRequest',
  area: 'approvals',
  method: 'POST',
  path: '/approval-requests/{requestId}/withdrawal',
  summary: 'Withdraws the own pending request',
  caller: 'session',
  subscription: 'active',
  params: z.strictObject({ requestId }),
  body: z.strictObject({ version: Version }),
  replies: { 200: ApprovalRequest },
  problems: decision.problems,
  access: decision.access,
  example: {
    params: { requestId: pending.requestId },
    body: { version: 1 },
    reply: { ...pending, status: 'withdrawn', ...decided, decidedByUserId: pending.makerUserId },
  },
});
