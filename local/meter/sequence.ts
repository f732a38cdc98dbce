/** When a call was made and when it was answered, or given up: milliseconds of one clock. */
export type Span = { readonly startedAt: number; readonly endedAt: number };

/**
 * The length of the longest chain of calls of which each began after the one before had ended: what a request has waited
 * for in turn. Calls that overlapped count once.
 */
export type Sequence = {
  readonly length: number;
  /** Adds a call, in the order in which calls end; answers whether it made the chain longer. */
  add(span: Span): boolean;
};

export function createSequence(): Sequence {
  let length = 0;
  let lastEnd = Number.NEGATIVE_INFINITY;

  return {
    get length() {
      return length;
    },
    // Of the calls that could come next in the chain, the one that ends first leaves most room for others.
    add: ({ startedAt, endedAt }) => {
      if (startedAt < lastEnd) return false;

      length += 1;
      lastEnd = endedAt;
      return true;
    },
  };
}
