import { CATALOGUE } from '../../domain/permissions/catalogue.ts';
import { readTenant } from '../adapters/dynamodb/tenants.ts';
import { getPermissionCatalogue as contract } from '../contracts/groups.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { accountReply } from '../tenants/account-reply.ts';

/** P-9: the catalogue drives screens and validation alike; with it the accounts that rights can be given on. */
export const getPermissionCatalogue: Operation<typeof contract> = async ({ actor, now }) => {
  const { accounts } = await readTenant(actor.tenantId);

  return done({
    asOf: now.toISOString(),
    rights: CATALOGUE.map(({ id, scope, labels, descriptions, requires }) => ({
      id,
      scope,
      labels,
      descriptions,
      requires: {
        ...(requires.allOf && { allOf: [...requires.allOf] }),
        ...(requires.anyOf && { anyOf: [...requires.anyOf] }),
      },
    })),
    accounts: accounts.map(accountReply),
  });
};

export const handler = lambda(contract, getPermissionCatalogue);
