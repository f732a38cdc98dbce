import { listLoginRecords } from '../adapters/dynamodb/history.ts';
import { listLogins as contract } from '../contracts/history.ts';
import { cursorAt, listOf, positionOf } from '../runtime/cursor.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';

/** H-1: a page of the logins of the tenant, successful and failed. */
export const listLogins: Operation<typeof contract> = async ({ actor: { tenantId }, input, now }) => {
  const list = listOf(contract, tenantId, input);
  const position = await positionOf(list, input.cursor);
  if (!position.ok) return position;

  const { records, last } = await listLoginRecords(tenantId, { ...input, after: position.value });

  return done({
    asOf: now.toISOString(),
    entries: records,
    ...(last !== undefined && { nextCursor: await cursorAt(list, last) }),
  });
};

export const handler = lambda(contract, listLogins);
