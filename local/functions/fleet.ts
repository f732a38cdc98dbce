import type { Invocation } from './invocation.ts';
import type { LogFile } from './log-file.ts';
import type { Thread } from './thread.ts';

/** The workers of one function. */
export type Fleet = {
  invoke(request: Parameters<Thread['run']>[0], options: { readonly queued: boolean }): Promise<Invocation>;
  /** Ends all workers; requests under way or waiting are answered with an error. */
  close(): Promise<void>;
};

type FleetParameters = {
  /** Most workers at a time; further requests wait. */
  readonly limit: number;
  /** Most requests at a time; further ones are refused, unless they come from a queue. */
  readonly reserved: number | undefined;
  readonly start: () => Thread;
  readonly log: LogFile;
};

/** Workers beyond the first are given up when they had nothing to do for so long: each holds some 30 MB. */
const SURPLUS_AFTER_MS = 30_000;

const CLOSED: Invocation = { ok: false, errorType: 'ServiceException', errorMessage: 'The local run is stopping' };

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html */
const REFUSED: Invocation = { ok: false, errorType: 'TooManyRequestsException', errorMessage: 'Rate Exceeded.', refused: true };

/** Workers are used again while they live, started up to the limit when none is free, and waited for beyond. */
export function startFleet({ limit, reserved = Number.POSITIVE_INFINITY, start, log }: FleetParameters): Fleet {
  const threads = new Set<Thread>();
  /** The one used last is at the end, and is taken first. */
  const idle: { thread: Thread; since: number }[] = [];
  const queue: ((thread: Thread | undefined) => void)[] = [];
  let underWay = 0;
  let closed = false;

  const sweep = setInterval(giveUpSurplus, SURPLUS_AFTER_MS).unref();

  function startOne(): Thread {
    const thread = start();
    threads.add(thread);

    return thread;
  }

  /** A worker for one request; none once the fleet is closed. */
  async function take(): Promise<Thread | undefined> {
    if (closed) return undefined;

    const free = idle.pop()?.thread;
    if (free?.alive()) return free;
    if (free) threads.delete(free);
    if (threads.size < limit) return startOne();

    return new Promise((resolve) => {
      queue.push(resolve);
    });
  }

  async function run(request: Parameters<Thread['run']>[0]): Promise<Invocation> {
    const thread = await take();
    if (!thread) return CLOSED;

    try {
      return await thread.run(request);
    } finally {
      giveBack(thread);
    }
  }

  function giveBack(thread: Thread): void {
    if (!thread.alive()) threads.delete(thread);
    if (closed) return;

    const next = queue.shift();
    if (next) next(thread.alive() ? thread : startOne());
    else if (thread.alive()) idle.push({ thread, since: performance.now() });
  }

  function giveUpSurplus(): void {
    const surplus = idle.slice(0, -1).filter(({ since }) => performance.now() - since >= SURPLUS_AFTER_MS);

    for (const { thread } of surplus) {
      idle.shift();
      threads.delete(thread);
      void thread.stop();
    }
  }

  return {
    invoke: async (request, { queued }) => {
      if (underWay >= reserved && !queued) return REFUSED;

      underWay += 1;
      try {
        return await run(request);
      } finally {
        underWay -= 1;
      }
    },
    close: async () => {
      closed = true;
      clearInterval(sweep);
      for (const next of queue.splice(0)) next(undefined);
      await Promise.all([...threads].map((thread) => thread.stop()));
      await log.close();
    },
  };
}
