import { setTimeout as delay } from 'node:timers/promises';
import { CONFLICT, transactionCanceled, writeConflict } from './cancellations.ts';

/**
 * The conflicts between concurrent requests that AWS reports and DynamoDB Local does not, because it carries out one
 * request after the other. A transaction's items are held from its arrival until `holdMs` after DynamoDB Local is done
 * with it; only then it is answered, so that a caller never meets its own finished transaction.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
 */
export type Conflicts = {
  /**
   * @param whileHeld does something about the outcome while the items are still held
   * @throws AwsError TransactionCanceledException when a write transaction under way holds one of the items
   */
  writeTransaction<T>(items: readonly string[], run: () => Promise<T>, whileHeld?: (outcome: T) => Promise<T>): Promise<T>;
  /** @throws AwsError TransactionCanceledException when any write under way holds one of the items */
  readTransaction<T>(items: readonly string[], run: () => Promise<T>): Promise<T>;
  /** PutItem, UpdateItem and DeleteItem. @throws AwsError TransactionConflictException when a write transaction holds the item */
  singleWrite<T>(item: string, run: () => Promise<T>): Promise<T>;
  /** BatchWriteItem, which only transactional reads meet. */
  batchWrite<T>(items: readonly string[], run: () => Promise<T>): Promise<T>;
};

export function createConflicts(holdMs: number): Conflicts {
  const inTransactions = new Holds();
  const inWrites = new Holds();

  return {
    writeTransaction: async (items, run, whileHeld = async (outcome) => outcome) => {
      refuseTransaction(items.map((item) => inTransactions.has(item)));
      return inTransactions.during(items, async () => {
        const done = run();
        const held = done.then(
          () => delay(holdMs),
          () => delay(holdMs),
        );

        try {
          return await done.then(whileHeld);
        } finally {
          await held;
        }
      });
    },
    readTransaction: async (items, run) => {
      refuseTransaction(items.map((item) => inTransactions.has(item) || inWrites.has(item)));
      return run();
    },
    singleWrite: async (item, run) => {
      if (inTransactions.has(item)) throw writeConflict();
      return inWrites.during([item], run);
    },
    batchWrite: (items, run) => inWrites.during(items, run),
  };
}

function refuseTransaction(conflicting: readonly boolean[]): void {
  if (conflicting.includes(true)) throw transactionCanceled(conflicting.map((conflict) => (conflict ? CONFLICT : undefined)));
}

/** Which items are held, and how often. */
class Holds {
  private readonly counts = new Map<string, number>();

  has(item: string): boolean {
    return this.counts.has(item);
  }

  async during<T>(items: readonly string[], run: () => Promise<T>): Promise<T> {
    for (const item of items) this.counts.set(item, (this.counts.get(item) ?? 0) + 1);

    try {
      return await run();
    } finally {
      for (const item of items) this.release(item);
    }
  }

  private release(item: string): void {
    const count = (this.counts.get(item) ?? 0) - 1;

    if (count > 0) this.counts.set(item, count);
    else this.counts.delete(item);
  }
}
