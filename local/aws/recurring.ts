import type { LocalClock } from '../clock.ts';

export type Recurring = {
  /** Runs the task if its time has come; to be called when the clock has been moved. */
  catchUp(): Promise<void>;
  close(): void;
};

/** setTimeout fires at once beyond 2^31 - 1 ms. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/**
 * Runs a task that recurs so often that nobody wants to see every run when the clock jumps by months: however many of its
 * times have passed, it runs once.
 *
 * @param nextDue answers the next time after a given one; kept by the caller where it has to survive a restart
 */
export function startRecurring(
  clock: LocalClock,
  {
    firstDue,
    nextDue,
    run,
    report,
  }: {
    firstDue: Date;
    nextDue: (after: Date) => Date;
    run: () => Promise<void>;
    report: (failure: unknown) => void;
  },
): Recurring {
  let due = firstDue;
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  async function catchUp(): Promise<void> {
    if (closed) return;

    if (!running && due <= clock.now()) {
      due = nextDue(clock.now());
      running = run()
        .catch(report)
        .finally(() => {
          running = undefined;
        });
    }
    await running;
    wait();
  }

  function wait(): void {
    clearTimeout(timer);
    if (closed) return;
    timer = setTimeout(() => void catchUp(), Math.min(Math.max(due.getTime() - clock.now().getTime(), 0), LONGEST_TIMEOUT));
  }

  wait();

  return {
    catchUp,
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
}
