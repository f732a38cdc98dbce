import { refuse } from '../../domain/result.ts';
import { readItem } from '../adapters/dynamodb/read.ts';
import { tenantRef } from '../adapters/dynamodb/tenants.ts';
import { getTenant as contract } from '../contracts/tenants.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { tenantReply } from './tenant-reply.ts';

/** Reads a tenant, for the bank's core systems. */
export const getTenant: Operation<typeof contract> = async ({ input }) => {
  const tenant = await readItem(tenantRef(input.tenantId));
  if (tenant === undefined) return refuse({ code: 'not-found' });

  const { name, nameKana, phoneNumber, language } = tenant;

  return done({ ...tenantReply(tenant), name, nameKana, phoneNumber, language });
};

export const handler = lambda(contract, getTenant);
