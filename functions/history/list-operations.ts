import { listOperationRecords, type OperationRecord } from '../adapters/dynamodb/history.ts';
import { listOperations as contract } from '../contracts/history.ts';
import { cursorAt, listOf, positionOf } from '../runtime/cursor.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';

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

/** Which role and which machine of the bank it was is the bank's own matter. */
function entryOf({ operator, ip, ...record }: OperationRecord) {
  const entry = { ...record, subjects: [...record.subjects] };

  return operator === undefined ? { ...entry, by: 'user' as const, ip } : { ...entry, by: 'bank' as const };
}

export const handler = lambda(contract, listOperations);
