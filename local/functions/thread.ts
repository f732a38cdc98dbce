import { Worker } from 'node:worker_threads';
import type { FunctionDefinition } from './definition.ts';
import type { Invocation } from './invocation.ts';
import type { WorkerFailure, WorkerMessage, WorkerRequest, WorkerSetup } from './protocol.ts';

/** One execution environment of a function: a worker thread that serves one request at a time. */
export type Thread = {
  /** Never given twice while this process lives. */
  readonly id: number;
  /** False once the worker has ended: a new one has to be started then. */
  alive(): boolean;
  run(request: Omit<WorkerRequest, 'timeoutMs'>): Promise<Invocation>;
  stop(): Promise<void>;
};

type Output = (text: string) => void;

const WORKER = new URL('./worker.mjs', import.meta.url);

/** Largest answer of a synchronous invocation: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const LARGEST_ANSWER = 6_291_556;

/** Starts a worker thread; the code is loaded at once, as in a cold start. */
export function startThread(
  definition: FunctionDefinition,
  environment: Record<string, string>,
  sharedOffset: SharedArrayBuffer,
  output: Output,
): Thread {
  const setup: WorkerSetup = {
    codePath: definition.codePath,
    handler: definition.handler,
    functionArn: definition.arn,
    sharedOffset,
  };
  const worker = new Worker(WORKER, {
    workerData: setup,
    env: environment,
    argv: [],
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: definition.memoryMb },
  });
  worker.stdout.setEncoding('utf8').on('data', output);
  worker.stderr.setEncoding('utf8').on('data', output);

  let waiting: ((message: WorkerMessage) => void) | undefined;
  let ended: WorkerFailure | undefined;

  function end(failure: WorkerFailure): void {
    ended ??= failure;
    waiting?.({ kind: 'error', failure: ended });
  }

  worker.on('message', (message: WorkerMessage) => waiting?.(message));
  worker.on('error', (cause) => end(failureOf(cause)));
  worker.on('exit', (code) =>
    end({ errorType: 'Runtime.ExitError', errorMessage: `Error: Runtime exited with error: exit status ${code}` }),
  );

  function nextMessage(): Promise<WorkerMessage> {
    return new Promise((resolve) => {
      waiting = resolve;
      if (ended) end(ended);
    });
  }

  const loaded = nextMessage();

  async function run(request: Omit<WorkerRequest, 'timeoutMs'>): Promise<Invocation> {
    const start = await loaded;
    if (start.kind === 'failed' || start.kind === 'error') {
      await worker.terminate();
      return failed(request.requestId, start.failure);
    }

    const answer = nextMessage();
    worker.postMessage({ ...request, timeoutMs: definition.timeoutMs } satisfies WorkerRequest);
    const timer = setTimeout(() => {
      end(timedOut(request.requestId, definition.timeoutMs));
      void worker.terminate();
    }, definition.timeoutMs);

    const message = await answer;
    clearTimeout(timer);

    if (message.kind === 'answer') return answered(message.payload);

    return failed(request.requestId, message.kind === 'ready' ? OUT_OF_TURN : message.failure);
  }

  function failed(requestId: string, { errorType, errorMessage, trace }: WorkerFailure): Invocation {
    output(`ERROR RequestId: ${requestId} ${trace ?? `${errorType}: ${errorMessage}`}\n`);
    return { ok: false, errorType, errorMessage };
  }

  return {
    id: worker.threadId,
    alive: () => ended === undefined,
    run,
    stop: async () => {
      await worker.terminate();
    },
  };
}

const OUT_OF_TURN: WorkerFailure = { errorType: 'Runtime.Unknown', errorMessage: 'The worker answered out of turn' };

function answered(payload: string): Invocation {
  const bytes = Buffer.byteLength(payload);

  return bytes <= LARGEST_ANSWER
    ? { ok: true, payload: JSON.parse(payload) }
    : {
        ok: false,
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage: `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${LARGEST_ANSWER} bytes).`,
      };
}

function timedOut(requestId: string, timeoutMs: number): WorkerFailure {
  return {
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
  };
}

function failureOf(cause: unknown): WorkerFailure {
  if (!(cause instanceof Error)) return { errorType: typeof cause, errorMessage: String(cause) };

  return { errorType: cause.name, errorMessage: cause.message, ...(cause.stack && { trace: cause.stack }) };
}
