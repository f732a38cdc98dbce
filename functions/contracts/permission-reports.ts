import * as z from 'zod';
import { defineOperation } from './contract.ts';
import { checkAsked, Right } from './rights.ts';
import { AccountId, AmountText, ExamplePermissions, Permissions, Timestamp, UserId } from './schemas.ts';

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

const query = z
  .strictObject({
    right: Right,
    accountId: AccountId.optional().meta({ description: 'Required for a right given per account; possible with `approval`' }),
    amount: AmountText.optional().meta({ description: 'With `transfer`, `bulkTransfer` and `approval`: whole yen' }),
  })
  .superRefine(({ right, ...asked }, context) => checkAsked(right, asked, context));

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
