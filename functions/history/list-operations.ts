import { listOperationRecords } from '../adapters/dynamodb/history.ts';
import { listOperations as contract } from '../contracts/history.ts';
import { cursorAt, listOf, positionOf } from '../runtime/cursor.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { entryOf } from './operation-entry.ts';

/** H-1: a page of what was done in the tenant, by its users and by the bank. */
export const listOperations: Operation<typeof contract> = async ({ actor: { tenantId }, input, now }) => {
  const list = listOf(contract, tenantId, input);
  const position = await positionOf(list, input.cursor);
  if (!position.ok) return position;

  const { records, last } = await listOperationRecords(tenantId, { ...input, after: position.value });

  return done({
    asOf: now.toISOString(),
    entries: records.map(entryOf),
    ...(last !== undefined && { nextCursor: await cursorAt(list, last) }),
  });
};

export const handler = lambda(contract, listOperations);
