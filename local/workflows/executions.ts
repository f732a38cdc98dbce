import { createHash } from 'node:crypto';
import type { LocalClock } from '../clock.ts';
import type { Documents, Log, State } from '../state.ts';
import type { StateMachine } from './machines.ts';

/** How an execution ended. */
export type Ending =
  | { readonly status: 'SUCCEEDED'; readonly output: unknown }
  | {
      readonly status: 'FAILED' | 'TIMED_OUT' | 'ABORTED';
      readonly error?: string | undefined;
      readonly cause?: string | undefined;
    };

/** An execution: state documents `executions`. Times are RFC 3339, by the local clock. */
export type Execution = {
  readonly arn: string;
  readonly name: string;
  readonly machine: { readonly arn: string; readonly name: string; readonly roleArn: string };
  /** Under which its definition is kept: an execution ends with the definition it began with, whatever is deployed since. */
  readonly definitionId: string;
  /** As it was given: JSON. */
  readonly input: string;
  readonly startedAt: string;
  readonly stoppedAt?: string;
  readonly status: 'RUNNING' | Ending['status'];
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
};

/** One event of a history, with the type's name and the details that AWS gives it. */
export type HistoryEvent = { readonly type: string; readonly state?: string | undefined; readonly [detail: string]: unknown };
export type RecordedEvent = HistoryEvent & { readonly at: string };

/** Where a sequence of states stands. It is saved before a state begins, and whenever something has come of it. */
export type Position =
  | {
      readonly state: string;
      readonly input: unknown;
      readonly enteredAt: string;
      /** What this sequence has assigned so far. */
      readonly variables: Readonly<Record<string, unknown>>;
      /** How often each retrier of the state was used. */
      readonly retries: readonly number[];
      /** Until when it waits, or waits for its next attempt. */
      readonly dueAt?: string;
      /** What a Map found to work on. */
      readonly items?: readonly unknown[];
      /** What its work came to, which is not done again then. */
      readonly done?: { readonly result: unknown };
    }
  | { readonly output: unknown };

export type Change = { readonly kind: 'started' | 'stopped'; readonly arn: string };

/** All executions, kept in the state. */
export type Executions = {
  /** Begins one, which runs from then on whatever happens. */
  start(execution: { arn: string; name: string; machine: StateMachine; input: string }): Execution;
  find(arn: string): Execution | undefined;
  newestFirst(): Execution[];
  running(): Execution[];
  definitionOf(execution: Execution): string;
  history(arn: string): RecordedEvent[];
  positions(arn: string): Documents<Position>;
  /** Adds to a history and runs `change`, both or neither. */
  record(arn: string, events: readonly HistoryEvent[], change: () => void): void;
  /** Ends an execution that is running; what it still does counts no more. */
  stop(arn: string, ending: Ending, event: HistoryEvent): void;
  /** Tells of starts and stops; answers how to end that. */
  watch(observe: (change: Change) => void): () => void;
};

export function openExecutions(state: State, clock: LocalClock): Executions {
  const executions = state.documents<Execution>('executions');
  const definitions = state.documents<string>('workflow-definitions');
  const starts = state.log<Pick<Execution, 'arn' | 'startedAt'>>('execution-starts');
  const observers = new Set<(change: Change) => void>();

  const historyOf = (arn: string): Log<RecordedEvent> => state.log(`execution-history ${arn}`);
  const positions = (arn: string): Documents<Position> => state.documents(`execution-positions ${arn}`);
  const now = (): string => clock.now().toISOString();

  function append(arn: string, events: readonly HistoryEvent[]): void {
    const history = historyOf(arn);
    for (const event of events) history.append({ at: now(), ...event });
  }

  function tell(change: Change): void {
    for (const observe of observers) observe(change);
  }

  return {
    start: ({ arn, name, machine, input }) => {
      const definitionId = createHash('sha256').update(machine.text).digest('hex');
      const execution: Execution = {
        arn,
        name,
        machine: { arn: machine.arn, name: machine.name, roleArn: machine.roleArn },
        definitionId,
        input,
        startedAt: now(),
        status: 'RUNNING',
      };

      state.transaction(() => {
        // An execution of the same name, of more than 90 days ago, is forgotten.
        historyOf(arn).clear();
        definitions.put(definitionId, machine.text);
        executions.put(arn, execution);
        starts.append({ arn, startedAt: execution.startedAt });
        append(arn, [{ type: 'ExecutionStarted', input: JSON.parse(input) as unknown, roleArn: machine.roleArn }]);
      });
      tell({ kind: 'started', arn });

      return execution;
    },
    find: (arn) => executions.get(arn),
    newestFirst: () =>
      starts.newestFirst().flatMap(({ arn, startedAt }) => {
        const execution = executions.get(arn);
        return execution?.startedAt === startedAt ? [execution] : [];
      }),
    running: () =>
      executions
        .entries()
        .map(({ document }) => document)
        .filter(({ status }) => status === 'RUNNING'),
    definitionOf: ({ arn, definitionId }) => {
      const text = definitions.get(definitionId);
      if (text === undefined) throw new Error(`The definition of ${arn} is not kept`);
      return text;
    },
    history: (arn) => historyOf(arn).newestFirst().toReversed(),
    positions,
    record: (arn, events, change) => {
      state.transaction(() => {
        append(arn, events);
        change();
      });
    },
    stop: (arn, ending, event) => {
      const execution = executions.get(arn);
      if (execution?.status !== 'RUNNING') throw new Error(`${arn} is not running`);

      state.transaction(() => {
        executions.put(arn, { ...execution, ...ending, stoppedAt: now() });
        append(arn, [event]);
        const left = positions(arn);
        for (const { key } of left.entries()) left.delete(key);
      });
      tell({ kind: 'stopped', arn });
    },
    watch: (observe) => {
      observers.add(observe);

      return () => {
        observers.delete(observe);
      };
    },
  };
}
