/**
 * Deliveries that AWS makes at least once: a batch of a stream, an event that a rule hands to a function, an asynchronous
 * invocation.
 */
export const DELIVERIES = ['stream', 'event', 'invocation'] as const;
export type Delivery = (typeof DELIVERIES)[number];

export type ArmedDuplicate = {
  readonly delivery: Delivery;
  readonly fault: 'duplicate';
  /** How many deliveries are still to happen twice. */
  readonly count: number;
  /** Only deliveries to this listener. */
  readonly operation?: string;
};

/** The duplicates to come. They are kept in memory: a restart is without any. */
export type Duplicates = {
  arm(duplicate: ArmedDuplicate): void;
  armed(): readonly ArmedDuplicate[];
  clear(): void;
  /** Tells whether a delivery is to happen twice, counted off. */
  next(delivery: Delivery, functionArn: string): boolean;
};

/** @param operations names of operations and listeners by the ARNs of their functions */
export function createDuplicates(operations: ReadonlyMap<string, string>): Duplicates {
  let armed: readonly ArmedDuplicate[] = [];

  return {
    arm: (duplicate) => {
      armed = [...armed, duplicate];
    },
    armed: () => armed,
    clear: () => {
      armed = [];
    },
    next: (delivery, functionArn) => {
      const to = operations.get(functionArn);
      const due = armed.find((one) => one.delivery === delivery && (one.operation === undefined || one.operation === to));
      if (!due) return false;

      armed = armed.flatMap((one) => {
        if (one !== due) return [one];
        return one.count > 1 ? [{ ...one, count: one.count - 1 }] : [];
      });

      return true;
    },
  };
}
