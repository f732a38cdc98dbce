import { setTimeout as delay } from 'node:timers/promises';
import { AwsError } from '../aws-error.ts';

const MESSAGE = 'Transaction is ongoing for the item';

/**
 * The conflicts between concurrent requests that AWS reports and DynamoDB Local does not, because it carries out one
 * request after the other. A transaction's items are held from its arrival until `holdMs` after DynamoDB Local is done
 * with it; only then it is answered, so that a caller never meets its own finished transaction.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
 */
export type Conflicts = {
  /** @throws AwsError TransactionCanceledException when a write transaction under way holds one of the items */
  writeTransaction<T>(items: readonly string[], run: () => Promise<T>): Promise<T>;
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
    writeTransaction: async (items, run) => {
      refuseTransaction(items.map((item) => inTransactions.has(item)));
      return inTransactions.during(items, async () => {
        try {
          return await run();
        } finally {
          await delay(holdMs);
        }
      });
    },
    readTransaction: async (items, run) => {
      refuseTransaction(items.map((item) => inTransactions.has(item) || inWrites.has(item)));
      return run();
    },
    singleWrite: async (item, run) => {
      if (inTransactions.has(item)) throw new AwsError('TransactionConflictException', MESSAGE);
      return inWrites.during([item], run);
    },
    batchWrite: (items, run) => inWrites.during(items, run),
  };
}

function refuseTransaction(conflicting: readonly boolean[]): void {
  if (!conflicting.includes(true)) return;

  const reasons = conflicting.map((conflict) =>
    conflict ? { Code: 'TransactionConflict', Message: MESSAGE } : { Code: 'None' },
  );
  const codes = reasons.map(({ Code }) => Code).join(', ');

  throw new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { members: { CancellationReasons: reasons } },
  );
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
