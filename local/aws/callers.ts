import { randomUUID } from 'node:crypto';
import type { Thread } from '../functions/thread.ts';
import type { AwsRequest } from './protocol.ts';

/**
 * One invocation of a function, or one execution of a state machine. A function's worker serves nothing else meanwhile, so
 * that what the worker calls is the invocation's.
 */
export type Run = {
  /** The operation or listener that the function carries out, or the state machine. */
  readonly operation: string;
  /** Set for state machines: no worker runs them that could die. */
  readonly isExecution?: true;
};

/** An execution whose calls are told apart at the endpoint. */
export type ExecutionCalls = {
  /** What a call that is made now has to carry. */
  headers(): Record<string, string>;
  /** No more calls will come. */
  end(): void;
};

/** Whose a call is. */
export type Caller = {
  readonly run: Run;
  /** When the worker made the call: see `monotonicMs`. */
  readonly madeAt: number;
  /** Ends the worker, and no other; resolves when it has ended. */
  kill(): Promise<void>;
};

/** The workers that functions run in, told apart at the endpoint. */
export type Callers = {
  /** To be asked for every worker before its first request; answers the one to use in its place. */
  watch(functionArn: string, thread: Thread): Thread;
  /** To be asked once for every execution of a state machine. */
  execution(machineArn: string): ExecutionCalls;
  /** Undefined when a call is of no function or execution, or of a function that was not invoked yet. */
  callerOf(request: Pick<AwsRequest, 'headers'>): Caller | undefined;
};

/** Set by local/functions/mark-calls.mjs: the ID of the worker's thread, and when it made the call. Executions set it alike. */
const HEADER = 'x-local-call';

/** Milliseconds of the one clock that all threads of this machine share, and that nobody sets. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/**
 * @param operations by the ARN of the function or state machine
 * @param onRun told of every invocation before its worker gets it, and of every execution
 */
export function createCallers(operations: ReadonlyMap<string, string>, onRun: (run: Run) => void): Callers {
  const workers = new Map<string, { readonly thread: Thread; run: Run }>();
  const executions = new Map<string, Run>();

  return {
    watch: (functionArn, thread) => {
      const id = String(thread.id);

      return {
        ...thread,
        run: async (request) => {
          const run = { operation: operations.get(functionArn) ?? functionArn };
          workers.set(id, { thread, run });
          onRun(run);

          try {
            return await thread.run(request);
          } finally {
            if (!thread.alive()) workers.delete(id);
          }
        },
        stop: async () => {
          workers.delete(id);
          await thread.stop();
        },
      };
    },
    execution: (machineArn) => {
      const id = randomUUID();
      const run: Run = { operation: operations.get(machineArn) ?? machineArn, isExecution: true };
      executions.set(id, run);
      onRun(run);

      return {
        headers: () => ({ [HEADER]: `${id} ${monotonicMs()}` }),
        end: () => {
          executions.delete(id);
        },
      };
    },
    callerOf: ({ headers }) => {
      const [id = '', madeAt] = headers[HEADER]?.split(' ') ?? [];
      const worker = workers.get(id);

      const execution = executions.get(id);
      if (execution) return { run: execution, madeAt: Number(madeAt), kill: async () => {} };

      return worker && { run: worker.run, madeAt: Number(madeAt), kill: worker.thread.stop };
    },
  };
}
