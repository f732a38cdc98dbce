import { isDeepStrictEqual } from 'node:util';
import type { Attributes, Index, Table } from '../tables.ts';
import { itemSize } from './item-size.ts';

const READ_UNIT_BYTES = 4 * 1024;
const WRITE_UNIT_BYTES = 1024;

/** AWS carries out every part of a transaction twice: it is prepared, then committed. */
const TRANSACTIONAL = 2;

/** An item before and after a write; undefined = there is none. */
export type Change = { readonly before: Attributes | undefined; readonly after: Attributes | undefined };

/**
 * Units of a transactional read of one item; one that does not exist costs the least there is.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export function transactionalReadUnits(item: Attributes | undefined): number {
  return TRANSACTIONAL * unitsOf(sizeOf(item), READ_UNIT_BYTES);
}

/**
 * Units of one part of a write transaction: twice the larger of the item before and after. A ConditionCheck changes
 * nothing and is charged as a write all the same. Index entries are written once, after the transaction: that they are
 * not doubled is what AWS has been measured to report, its pages do not say.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-capacity-handling
 * @see https://github.com/paritysuite/dynamodb-conformance for the measurements
 */
export function transactionalWriteUnits(table: Table, change: Change): number {
  const indexes = [...table.GlobalSecondaryIndexes, ...table.LocalSecondaryIndexes];
  const ofIndexes = indexes.reduce((sum, index) => sum + indexUnits(entryOf(table, index, change)), 0);

  return TRANSACTIONAL * writeUnits(change) + ofIndexes;
}

/**
 * Units of a write whose condition failed: by the item that is there, or the least there is. A transaction that is
 * cancelled for it was prepared and not committed, which is the same for each of its parts.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithItems.html#WorkingWithItems.ConditionalUpdate
 */
export function failedWriteUnits(existing: Attributes | undefined): number {
  return unitsOf(sizeOf(existing), WRITE_UNIT_BYTES);
}

function writeUnits({ before, after }: Change): number {
  return unitsOf(Math.max(sizeOf(before), sizeOf(after)), WRITE_UNIT_BYTES);
}

/**
 * What an index charges is the change to what it stores: nothing when its entry stays as it is, one write when the entry
 * comes, goes or changes, two when it moves to another key.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes
 */
function indexUnits({ before, after, moved }: Change & { readonly moved: boolean }): number {
  if (!before && !after) return 0;
  if (!before || !after) return writeUnits({ before, after });
  if (moved) return writeUnits({ before, after: undefined }) + writeUnits({ before: undefined, after });

  return isDeepStrictEqual(before, after) ? 0 : writeUnits({ before, after });
}

/** What an index stores of an item; nothing of one without the index's key (a sparse index). */
function entryOf(table: Table, index: Index, { before, after }: Change): Change & { readonly moved: boolean } {
  const keys = index.KeySchema.map(({ AttributeName }) => AttributeName);
  const stored = new Set([
    ...keys,
    ...table.KeySchema.map(({ AttributeName }) => AttributeName),
    ...(index.Projection.NonKeyAttributes ?? []),
  ]);
  const pick = (item: Attributes | undefined): Attributes | undefined => {
    if (!item || !keys.every((key) => key in item)) return undefined;

    return index.Projection.ProjectionType === 'ALL'
      ? item
      : Object.fromEntries(Object.entries(item).filter(([name]) => stored.has(name)));
  };

  return {
    before: pick(before),
    after: pick(after),
    moved: !keys.every((key) => isDeepStrictEqual(before?.[key], after?.[key])),
  };
}

function sizeOf(item: Attributes | undefined): number {
  return item ? itemSize(item) : 0;
}

function unitsOf(bytes: number, unitBytes: number): number {
  return Math.max(1, Math.ceil(bytes / unitBytes));
}
