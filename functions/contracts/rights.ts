import * as z from 'zod';
import type { AccountRight, RightId, TenantRight } from '../../domain/permissions/catalogue.ts';

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

export const Right = z
  .enum([...ACCOUNT_RIGHTS, ...TENANT_RIGHTS])
  .meta({ description: 'ID of a right in the permission catalogue', example: 'transfer' });

type Asked = { readonly accountId?: string | undefined; readonly amount?: number | undefined };

/** What belongs to a right: an account to those given per account and to `approval`, an amount to transfers and their approval. */
export function checkAsked(right: RightId, { accountId, amount }: Asked, context: z.RefinementCtx): void {
  const refuse = (field: string, input: unknown) => context.addIssue({ code: 'custom', path: [field], input });

  if (isAccountRight(right) && accountId === undefined) refuse('accountId', undefined);
  if (accountId !== undefined && !isAccountRight(right) && right !== 'approval') refuse('accountId', accountId);
  if (amount !== undefined && !takesAmount(right)) refuse('amount', amount);
}

function isAccountRight(right: RightId): boolean {
  return ACCOUNT_RIGHTS.some((id) => id === right);
}

function takesAmount(right: RightId): boolean {
  return right === 'transfer' || right === 'bulkTransfer' || right === 'approval';
}
