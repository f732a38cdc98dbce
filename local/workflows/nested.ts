import * as z from 'zod';
import type { Attempt } from './attempts.ts';
import type { MapState, ParallelState, Sequence } from './definition/states.ts';
import type { HistoryEvent } from './executions.ts';
import { checkSize, StateFailure, Stopped } from './failure.ts';
import type { AtState, Item, Scope } from './scope.ts';
import { typedField } from './steps.ts';

/** What a sequence begins with. */
export type Beginning = { readonly input: unknown; readonly event?: HistoryEvent };

/** Runs a sequence to its end, which the last event tells of. */
export type RunSequence = (sequence: Sequence, scope: Scope, beginning: Beginning, ending?: HistoryEvent) => Promise<unknown>;

/** One of the sequences that a state runs at the same time. */
type Inner = {
  readonly key: string;
  readonly sequence: Sequence;
  readonly item?: Item;
  input(): Promise<unknown>;
  /** The event that tells how it goes; none where AWS has none. */
  event?(what: 'Started' | 'Succeeded' | 'Failed' | 'Aborted'): HistoryEvent;
};

/** What an inline Map runs at the same time when nothing else is said. https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html */
const MOST_ITERATIONS = 40;

const Items = z.array(z.unknown());
const MaxConcurrency = z.int().min(0);

/** Does the work of a Map once: its items are found, and kept, before the first iteration. */
export async function runIterations(state: MapState, from: AtState, scope: Scope, run: RunSequence): ReturnType<Attempt> {
  const { state: name } = from;
  const most = await typedField(MaxConcurrency, state.MaxConcurrency, 'MaxConcurrency', from, scope);
  const position = from.items ? from : await findItems(state, from, scope);
  const [sequence] = state.sequences;

  const iterations = (position.items ?? []).map((Value, Index): Inner => {
    const item = { Index, Value };

    return {
      key: `${name}[${Index}]`,
      sequence,
      item,
      input: async () =>
        state.ItemSelector === undefined ? Value : scope.evaluate(state.ItemSelector, 'ItemSelector', position, { item }),
      event: (what) => ({ type: `MapIteration${what}`, state: name, index: Index }),
    };
  });

  return runAll('Map', iterations, most === 0 ? MOST_ITERATIONS : most, position, scope, run);
}

async function findItems(state: MapState, from: AtState, scope: Scope): Promise<AtState> {
  const items = state.Items === undefined ? from.input : await typedField(Items, state.Items, 'Items', from, scope);
  if (!Array.isArray(items)) throw new StateFailure('States.Runtime', `The input of the Map state ${from.state} is no array`);

  return scope.save({ ...from, items }, [{ type: 'MapStateStarted', state: from.state, length: items.length }]);
}

/** Does the work of a Parallel once. */
export async function runBranches(state: ParallelState, from: AtState, scope: Scope, run: RunSequence): ReturnType<Attempt> {
  const input = state.Arguments === undefined ? from.input : await scope.evaluate(state.Arguments, 'Arguments', from);
  const branches = state.sequences.map(
    (sequence, index): Inner => ({ key: `${from.state}[${index}]`, sequence, input: async () => input }),
  );
  scope.record({ type: 'ParallelStateStarted', state: from.state });

  return runAll('Parallel', branches, branches.length, from, scope, run);
}

/** Runs all, so many at a time; the first failure stops the others. */
async function runAll(
  type: 'Map' | 'Parallel',
  all: readonly Inner[],
  most: number,
  position: AtState,
  scope: Scope,
  run: RunSequence,
): ReturnType<Attempt> {
  const stop = new AbortController();
  const signal = AbortSignal.any([scope.signal, stop.signal]);
  const outputs: unknown[] = [];
  const waiting = [...all.entries()];
  let failure: unknown;

  async function work(): Promise<void> {
    for (let next = waiting.shift(); next && !signal.aborted; next = waiting.shift()) {
      const [index, inner] = next;
      outputs[index] = await runOne(inner, position, scope, signal, run);
    }
  }

  const workers = Array.from({ length: Math.min(most, all.length) }, () =>
    work().catch((cause) => {
      failure ??= cause;
      stop.abort();
    }),
  );
  await scope.presence.away(() => Promise.all(workers));

  if (failure === undefined) {
    checkSize(outputs, `result of the state ${position.state}`);
    const event = { type: `${type}StateSucceeded`, state: position.state };
    return { position: scope.save({ ...position, done: { result: outputs } }, [event]), result: outputs };
  }

  if (failure instanceof StateFailure) {
    const { error, message } = failure;
    scope.record({ type: `${type}StateFailed`, state: position.state, error, cause: message });
  }
  throw failure;
}

async function runOne(inner: Inner, position: AtState, scope: Scope, signal: AbortSignal, run: RunSequence): Promise<unknown> {
  const { key, sequence, item, event } = inner;

  try {
    const input = await inner.input();
    const started = event?.('Started');

    return await run(
      sequence,
      scope.nested(key, position, signal, item),
      { input, ...(started && { event: started }) },
      event?.('Succeeded'),
    );
  } catch (cause) {
    const ended = event?.(cause instanceof Stopped ? 'Aborted' : 'Failed');
    if (ended && !scope.signal.aborted) scope.record(ended);
    throw cause;
  }
}
