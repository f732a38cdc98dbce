import { key, partitions } from './keys.ts';
import { attributesOf, queryPage } from './read.ts';
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

/** Which records are wanted: of whom, and from when until before when (RFC 3339 in UTC, with milliseconds). */
type Wanted = {
  readonly userId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly limit: number;
  /** Sort key of the last record of the page before. */
  readonly after?: string | undefined;
};

/** Records, the newest first; `last` is the sort key to go on after, where there may be more. */
type Page<T> = { readonly records: T[]; readonly last?: string };

export async function listLoginRecords(tenantId: string, wanted: Wanted): Promise<Page<LoginRecord>> {
  return page(partitions.loginHistory(tenantId), wanted);
}

export async function listOperationRecords(tenantId: string, wanted: Wanted): Promise<Page<OperationRecord>> {
  return page(partitions.operationHistory(tenantId), wanted);
}

/** How many records a page looks at for those of one user: what a request costs does not hang on how rare they are. */
const LOOKED_AT = 500;

async function page<T>(partition: string, { userId, from, to, limit, after }: Wanted): Promise<Page<T>> {
  const { items, last } = await queryPage(partition, {
    // Sort keys go on behind the time: those of `to` itself are beyond it.
    sortKey: 'SK BETWEEN :from AND :to',
    ...(userId !== undefined && { filter: 'userId = :userId' }),
    values: { ':from': from ?? '0000', ':to': to ?? '9999', ...(userId !== undefined && { ':userId': userId }) },
    // One more than wanted tells whether there is another page.
    count: userId === undefined ? limit + 1 : LOOKED_AT,
    after,
    backwards: true,
  });
  const found = items.slice(0, limit);
  const next = items.length > limit ? found.at(-1)?.SK : last;

  return { records: found.map((item) => attributesOf<T>(item)), ...(next !== undefined && { last: next }) };
}

function yearsAfter(at: string, years: number): number {
  const until = new Date(at);
  until.setUTCFullYear(until.getUTCFullYear() + years);

  return Math.ceil(until.getTime() / 1_000);
}
