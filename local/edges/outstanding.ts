/** Counts asynchronous work, so that others can wait until there is none. What waits for a later time is not counted. */
export type Outstanding = {
  /** One more piece of work; answers how to end it. Begin the next piece before ending the one that caused it. */
  begin(): () => void;
  /** Resolves as soon as nothing is left. */
  idle(): Promise<void>;
};

export function createOutstanding(): Outstanding {
  let count = 0;
  let waiting: (() => void)[] = [];

  return {
    begin: () => {
      let ended = false;
      count += 1;

      return () => {
        if (ended) return;
        ended = true;
        count -= 1;
        if (count > 0) return;

        const resolved = waiting;
        waiting = [];
        for (const resolve of resolved) resolve();
      };
    },
    idle: async () => {
      if (count > 0) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}
