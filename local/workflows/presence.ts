import type { Outstanding } from '../edges/outstanding.ts';

/** Counts a sequence of states as work under way, except while it waits for a time or for others that are counted. */
export type Presence = {
  away<T>(wait: () => Promise<T>): Promise<T>;
  end(): void;
};

export function present(outstanding: Outstanding): Presence {
  let end = outstanding.begin();

  return {
    away: async (wait) => {
      leave(end);
      try {
        return await wait();
      } finally {
        end = outstanding.begin();
      }
    },
    end: () => leave(end),
  };
}

/** Who waited for this work goes on at once, before anything else happens: so that its own work is counted first. */
export function leave(end: () => void): void {
  setImmediate(end);
}
