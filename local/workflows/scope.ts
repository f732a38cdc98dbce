import type { LocalClock } from '../clock.ts';
import type { Outstanding } from '../edges/outstanding.ts';
import type { Execution, Executions, HistoryEvent, Position } from './executions.ts';
import { StateFailure, Stopped } from './failure.ts';
import { leave, type Presence, present } from './presence.ts';
import { evaluated } from './query/evaluate.ts';
import type { PerformTask } from './tasks/perform.ts';

/** What all states of one execution share. */
export type Run = {
  readonly execution: Execution;
  readonly executions: Pick<Executions, 'positions' | 'record'>;
  readonly clock: LocalClock;
  readonly outstanding: Outstanding;
  readonly perform: PerformTask;
};

/** The position of a sequence that has not come to its end. */
export type AtState = Extract<Position, { state: string }>;

/** What a state adds to `$states`. */
export type Outcome = { readonly result?: unknown; readonly errorOutput?: unknown };

/** One of a Map's items. */
export type Item = { readonly Index: number; readonly Value: unknown };

/** Where a sequence of states runs: the execution itself, an iteration of a Map, a branch of a Parallel. */
export type Scope = {
  readonly run: Run;
  /** Aborted when the sequence must stop. */
  readonly signal: AbortSignal;
  readonly presence: Presence;
  /** The position that was kept; undefined when nothing has begun. */
  kept(): Position | undefined;
  /** Keeps a position together with what happened, and forgets those of sequences within. @throws Stopped */
  save<P extends Position>(position: P, events: readonly HistoryEvent[]): P;
  /** @throws Stopped */
  record(...events: HistoryEvent[]): void;
  /** Evaluates a field of the current state. @throws StateFailure States.QueryEvaluationError */
  evaluate(template: unknown, field: string, position: AtState, more?: Outcome & { readonly item?: Item }): Promise<unknown>;
  /** Waits for a time, which is no work under way; at once when it has come. @throws Stopped */
  sleepUntil(due: Date): Promise<void>;
  /** Waits for work to be done, for so long only. @throws StateFailure States.Timeout, Stopped */
  within<T>(seconds: number | undefined, work: Promise<T>): Promise<T>;
  /** The scope of a sequence within the current state. */
  nested(key: string, position: AtState, signal: AbortSignal, item?: Item): Scope;
};

type Around = {
  readonly path: string;
  readonly signal: AbortSignal;
  /** Variables that the sequence sees and cannot assign. */
  readonly outer: Readonly<Record<string, unknown>>;
  readonly item?: Item | undefined;
};

export function rootScope(run: Run, signal: AbortSignal): Scope {
  return scopeOf(run, { path: 'root', signal, outer: {} });
}

function scopeOf(run: Run, { path, signal, outer, item }: Around): Scope {
  const { execution, executions, clock, outstanding } = run;
  const positions = executions.positions(execution.arn);
  const presence = present(outstanding);
  const stopped = whenAborted(signal);
  // An earlier run may have left some.
  let mayHaveNested = positions.get(path) !== undefined;

  function keep(events: readonly HistoryEvent[], change: () => void): void {
    if (signal.aborted) throw new Stopped();
    executions.record(execution.arn, events, change);
  }

  function forgetNested(): void {
    for (const { key } of positions.entries()) if (key.startsWith(`${path}/`)) positions.delete(key);
    mayHaveNested = false;
  }

  /** Tells when a time has come; what then happens is counted as work at once. */
  function timer(due: Date): { readonly passed: Promise<void>; cancel(): void } {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = clock.at(due, async () => {
      const end = outstanding.begin();
      resolve();
      leave(end);
    });

    return { passed: promise, cancel };
  }

  return {
    run,
    signal,
    presence,
    kept: () => positions.get(path),
    save: (position, events) => {
      keep(events, () => {
        if (mayHaveNested) forgetNested();
        positions.put(path, position);
      });
      return position;
    },
    record: (...events) => keep(events, () => {}),
    evaluate: async (template, field, position, { item: own = item, ...outcome } = {}) => {
      const states = { input: position.input, context: contextOf(execution, position, own), ...outcome };
      const variables = { ...outer, ...position.variables };

      try {
        return await evaluated(template, field, { states, variables, now: clock.now() });
      } catch (cause) {
        if (cause instanceof StateFailure) {
          const { error, message } = cause;
          keep([{ type: 'EvaluationFailed', state: position.state, location: field, error, cause: message }], () => {});
        }
        throw cause;
      }
    },
    sleepUntil: async (due) => {
      if (due <= clock.now()) return;
      const { passed, cancel } = timer(due);

      try {
        await presence.away(() => Promise.race([passed, stopped]));
      } finally {
        cancel();
      }
    },
    within: async (seconds, work) => {
      if (seconds === undefined) return Promise.race([work, stopped]);
      const { passed, cancel } = timer(new Date(clock.now().getTime() + seconds * 1000));

      try {
        return await Promise.race([work, stopped, passed.then(timedOut)]);
      } finally {
        cancel();
      }
    },
    nested: (key, position, innerSignal, innerItem = item) => {
      mayHaveNested = true;

      return scopeOf(run, {
        path: `${path}/${key}`,
        signal: innerSignal,
        outer: { ...outer, ...position.variables },
        item: innerItem,
      });
    },
  };
}

/** Rejects when a sequence must stop, whether anybody waits for that or not. */
function whenAborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  if (signal.aborted) reject(new Stopped());
  signal.addEventListener('abort', () => reject(new Stopped()), { once: true });
  promise.catch(() => {});

  return promise;
}

function timedOut(): never {
  throw new StateFailure('States.Timeout', 'The task took longer than its TimeoutSeconds');
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
function contextOf({ arn, name, input, startedAt, machine }: Execution, position: AtState, item: Item | undefined): unknown {
  const retryCount = position.retries.reduce((total, used) => total + used, 0);

  return {
    Execution: { Id: arn, Name: name, Input: JSON.parse(input) as unknown, StartTime: startedAt, RoleArn: machine.roleArn },
    StateMachine: { Id: machine.arn, Name: machine.name },
    State: { Name: position.state, EnteredTime: position.enteredAt, RetryCount: retryCount },
    ...(item && { Map: { Item: item } }),
  };
}
