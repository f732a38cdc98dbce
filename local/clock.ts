import type { State } from './state.ts';

/** The time of the local cloud. It runs as the machine's does, ahead by an offset that survives a restart. */
export type LocalClock = {
  now(): Date;
  /** How far the local time is ahead of the machine's, in milliseconds. */
  offsetMs(): number;
  /** The same offset as one signed 64-bit integer that worker threads read, so that they see a move at once. */
  readonly sharedOffset: SharedArrayBuffer;
  /** Runs a task once its time has come, by real passing of time or by `advance`; answers how to cancel it. */
  at(due: Date, run: () => Promise<void>): () => void;
  /** Moves time forward: to each due task in order, waiting until asynchronous work is idle, then to the target. */
  advance(ms: number): Promise<void>;
  /** Registers a probe that resolves when its asynchronous work is done; answers how to remove it. */
  whenIdle(probe: () => Promise<void>): () => void;
  /** Registers what is made up for once per move, when it has arrived; answers how to remove it. */
  onArrival(catchUp: () => Promise<void>): () => void;
  /** Stops all timers. */
  close(): void;
};

type Task = { readonly due: number; readonly order: number; readonly run: () => Promise<void> };

/** setTimeout fires at once beyond 2^31 - 1 ms (24.8 days), so that longer waits are slept in parts. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/**
 * The clock of one local cloud; its offset is kept in the state.
 *
 * @param report called with what a task threw: a failed task must not stop the clock
 */
export function startClock(state: State, report: (failure: unknown) => void): LocalClock {
  const kept = state.documents<number>('clock');
  const sharedOffset = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
  const offset = new BigInt64Array(sharedOffset);
  Atomics.store(offset, 0, BigInt(kept.get('offsetMs') ?? 0));

  const tasks = new Set<Task>();
  const probes = new Set<() => Promise<void>>();
  const arrivals = new Set<() => Promise<void>>();
  let order = 0;
  let timer: NodeJS.Timeout | undefined;
  let moving = Promise.resolve();
  let closed = false;

  const offsetMs = (): number => Number(Atomics.load(offset, 0));
  const now = (): number => Date.now() + offsetMs();

  function nextTask(): Task | undefined {
    return [...tasks].reduce<Task | undefined>((next, task) => (next && comesFirst(next, task) ? next : task), undefined);
  }

  /** Sleeps until the nearest task; an advance under way runs due tasks itself. */
  function schedule(): void {
    clearTimeout(timer);
    const next = closed ? undefined : nextTask();
    if (next) timer = setTimeout(wake, Math.min(Math.max(next.due - now(), 0), LONGEST_TIMEOUT));
  }

  function wake(): void {
    for (let next = nextTask(); next && next.due <= now(); next = nextTask()) void run(next);
    schedule();
  }

  async function run(task: Task): Promise<void> {
    tasks.delete(task);
    try {
      await task.run();
    } catch (failure) {
      report(failure);
    }
  }

  function moveTo(time: number): void {
    // Real time passes as well: never backwards.
    if (time <= now()) return;
    Atomics.store(offset, 0, BigInt(time - Date.now()));
    kept.put('offsetMs', offsetMs());
  }

  async function idle(): Promise<void> {
    for (const probe of probes) await probe();
  }

  async function advance(ms: number): Promise<void> {
    // What was under way before the move belongs to the time before it.
    await idle();
    const target = now() + ms;

    for (let next = nextTask(); next && next.due <= target; next = nextTask()) {
      moveTo(next.due);
      await run(next);
      await idle();
    }

    moveTo(target);
    for (const catchUp of arrivals) await catchUp();
    await idle();
    schedule();
  }

  return {
    now: () => new Date(now()),
    offsetMs,
    sharedOffset,
    at: (due, task) => {
      if (Number.isNaN(due.getTime())) throw new Error('A task needs a valid time');

      const entry: Task = { due: due.getTime(), order: order++, run: task };
      tasks.add(entry);
      schedule();
      return () => {
        tasks.delete(entry);
      };
    },
    advance: (ms) => {
      const move = moving.then(() => advance(ms));
      moving = move.catch(() => undefined);
      return move;
    },
    whenIdle: (probe) => {
      probes.add(probe);
      return () => {
        probes.delete(probe);
      };
    },
    onArrival: (catchUp) => {
      arrivals.add(catchUp);
      return () => {
        arrivals.delete(catchUp);
      };
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
}

function comesFirst(one: Task, other: Task): boolean {
  return one.due === other.due ? one.order < other.order : one.due < other.due;
}
