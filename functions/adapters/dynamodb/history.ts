import { key } from './keys.ts';
import { putNew, type Write } from './write.ts';

/** Who did what, when, from where, with what result (H-1). IDs only: names and addresses stay with the users. */
export type OperationRecord = {
  readonly at: string;
  readonly operation: string;
  readonly result: string;
  readonly ip: string;
  /** The acting user, or the operator's role ARN. */
  readonly userId?: string;
  readonly operator?: string;
  /** IDs of what the operation was about. */
  readonly subjects: readonly string[];
  /** Why an operator did it (C-15). */
  readonly reason?: string;
};

export type LoginRecord = {
  readonly at: string;
  readonly userId: string;
  readonly client: 'web' | 'mobile';
  readonly result: 'success' | 'failure';
  readonly ip: string;
};

/** H-2: the record of an operation, for its own transaction. `years` is how long it is kept (H-3). */
export function recordOperation(tenantId: string, id: string, record: OperationRecord, years: number): Write {
  return putNew(key.operationHistory(tenantId, record.at, id), { ...record, expiresAt: yearsAfter(record.at, years) });
}

/** H-1: the record of a login, successful or not. */
export function recordLogin(tenantId: string, id: string, record: LoginRecord, years: number): Write {
  return putNew(key.loginHistory(tenantId, record.at, id), { ...record, expiresAt: yearsAfter(record.at, years) });
}

const STRANGERS_KEPT_SECONDS = 30 * 24 * 60 * 60;

/**
 * The record of a login with an ID that nobody has. It belongs to no tenant and does not say which ID was tried. There
 * may be a flood of them, so they spread over 16 partitions by the first digit of their UUID, and are kept for 30 days.
 */
export function recordStrangersLogin(id: string, record: Omit<LoginRecord, 'userId'>): Write {
  const expiresAt = Math.ceil(Date.parse(record.at) / 1_000) + STRANGERS_KEPT_SECONDS;

  return putNew(key.loginHistory(`_${id.slice(0, 1)}`, record.at, id), { ...record, expiresAt });
}

function yearsAfter(at: string, years: number): number {
  const until = new Date(at);
  until.setUTCFullYear(until.getUTCFullYear() + years);

  return Math.ceil(until.getTime() / 1_000);
}
