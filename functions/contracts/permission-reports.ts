import * as z from 'zod';
import type { AccountRight, RightId, TenantRight } from '../../domain/permissions/catalogue.ts';
import { defineOperation } from './contract.ts';
import { AccountId, AmountText, ExamplePermissions, Permissions, Timestamp, UserId } from './schemas.ts';

const ACCOUNT_RIGHTS: readonly AccountRight[] = ['inquiry', 'operation', 'transfer', 'bulkTransfer'];
const TENANT_RIGHTS: readonly TenantRight[] = [
  'approval',
  'timeDeposit.inquiry',
  'timeDeposit.operation',
  'foreignCurrency.inquiry',
  'foreignCurrency.operation',
  'important',
  'securitySettings',
  'userAdministration',
  'directDebit',
  'depositAccounts',
  'history',
  'mobileApp',
  'documents',
];

const Right = z
  .enum([...ACCOUNT_RIGHTS, ...TENANT_RIGHTS])
  .meta({ description: 'ID of a right in the permission catalogue', example: 'transfer' });

const Reason = z
  .strictObject({
    right: Right,
    accountId: AccountId.optional(),
    rule: z.string().meta({ description: 'ID of the rule that leads to it', example: 'P-1' }),
    detail: z.string().meta({ description: 'In the language asked for with `Accept-Language`' }),
  })
  .meta({ id: 'PermissionReason' });

const exampleReason = {
  right: 'transfer' as const,
  accountId: '101-1000088',
  rule: 'P-1',
  detail: 'Given by the group "振込"',
};

export const getEffectivePermissions = defineOperation({
  id: 'getEffectivePermissions',
  area: 'users',
  method: 'GET',
  path: '/users/{userId}/effective-permissions',
  summary: 'Reads what a user may do now, and why',
  description: 'A right that the group gives but that does not count, because accounts were closed (P-8), has a reason as well.',
  caller: { anyRight: ['userAdministration'] },
  subscription: 'active',
  params: z.strictObject({ userId: UserId }),
  replies: { 200: z.strictObject({ permissions: Permissions, reasons: z.array(Reason) }) },
  problems: ['not-found'],
  access: { tenant: ['get'], group: ['get'] },
  example: { params: { userId: '1453935789' }, reply: { permissions: ExamplePermissions, reasons: [exampleReason] } },
});

/** Which parameters belong to a right: an account to those given per account, an amount to transfers and their approval. */
const query = z
  .strictObject({
    right: Right,
    accountId: AccountId.optional().meta({ description: 'Required for a right given per account; possible with `approval`' }),
    amount: AmountText.optional().meta({ description: 'With `transfer`, `bulkTransfer` and `approval`: whole yen' }),
  })
  .superRefine(({ right, accountId, amount }, context) => {
    if (isAccountRight(right) && accountId === undefined) {
      context.addIssue({ code: 'custom', path: ['accountId'], input: undefined });
    }
    if (accountId !== undefined && !takesAccount(right))
      context.addIssue({ code: 'custom', path: ['accountId'], input: accountId });
    if (amount !== undefined && !takesAmount(right)) context.addIssue({ code: 'custom', path: ['amount'], input: amount });
  });

function isAccountRight(right: RightId): boolean {
  return ACCOUNT_RIGHTS.some((id) => id === right);
}

function takesAccount(right: RightId): boolean {
  return isAccountRight(right) || right === 'approval';
}

function takesAmount(right: RightId): boolean {
  return right === 'transfer' || right === 'bulkTransfer' || right === 'approval';
}

export const listPermissionHolders = defineOperation({
  id: 'listPermissionHolders',
  area: 'users',
  method: 'GET',
  path: '/permission-holders',
  summary: 'Lists who has a right now, and why; the master first',
  description:
    'With an amount, `approval` is held by those whose limit reaches it, and transfers say whether the holder could approve them alone.',
  caller: { anyRight: ['userAdministration'] },
  subscription: 'active',
  query,
  replies: {
    200: z.strictObject({
      asOf: Timestamp,
      users: z.array(z.strictObject({ userId: UserId, name: z.string(), reasons: z.array(Reason) })),
    }),
  },
  problems: ['rule-violation'],
  access: { tenant: ['get'], user: ['get', 'list'], group: ['list'] },
  example: {
    query: { right: 'transfer', accountId: '101-1000088' },
    reply: {
      asOf: '2026-12-01T00:30:00.000Z',
      users: [{ userId: '1453935789', name: '青葉 花子', reasons: [exampleReason] }],
    },
  },
});
