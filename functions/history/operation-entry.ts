import type { OperationRecord } from '../adapters/dynamodb/history.ts';

/** A record as the API shows it: which role and which machine of the bank it was is the bank's own matter. */
export function entryOf({ operator, ip, ...record }: OperationRecord) {
  const entry = { ...record, subjects: [...record.subjects] };

  return operator === undefined ? { ...entry, by: 'user' as const, ip } : { ...entry, by: 'bank' as const };
}
