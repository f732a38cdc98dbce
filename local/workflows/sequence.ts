import { attemptUntilDone } from './attempts.ts';
import type { Sequence, State } from './definition/states.ts';
import type { HistoryEvent } from './executions.ts';
import { StateFailure } from './failure.ts';
import { type Beginning, runBranches, runIterations } from './nested.ts';
import type { AtState, Scope } from './scope.ts';
import { chosen, failed, passed, type Step, succeeded, waited } from './steps.ts';
import { runTask } from './task.ts';

/**
 * Runs states one after the other, from where they stood when everything was killed, or from the first one.
 *
 * Each step is saved with what it came to before the next begins. A task that was running when everything was killed is
 * run again. AWS runs a task of a Standard workflow once, unless it is retried; its Retry for Lambda's own errors, which
 * every task should have, makes it at least once there as well.
 *
 * @param ending what to add to the history at the end
 * @returns the output of the last state
 * @throws StateFailure when a state fails and nothing catches it, Stopped when the sequence must stop
 */
export async function runSequence(
  sequence: Sequence,
  scope: Scope,
  { input, event }: Beginning,
  ending?: HistoryEvent,
): Promise<unknown> {
  try {
    const kept = scope.kept();
    if (kept && 'output' in kept) return kept.output;

    let position = kept ?? enter(sequence.startAt, input, {}, event ? [event] : []);

    for (;;) {
      const step = await take(stateOf(sequence, position.state), position, scope);
      const left = { ...eventOf(position.state, 'Exited'), output: step.output };

      if (step.next === undefined) return scope.save({ output: step.output }, ending ? [left, ending] : [left]).output;
      position = enter(step.next, step.output, step.variables, [left]);
    }
  } finally {
    scope.presence.end();
  }

  function enter(name: string, data: unknown, variables: AtState['variables'], events: readonly HistoryEvent[]): AtState {
    const enteredAt = scope.run.clock.now().toISOString();

    return scope.save({ state: name, input: data, enteredAt, variables, retries: [] }, [
      ...events,
      { ...eventOf(name, 'Entered'), input: data },
    ]);
  }

  function eventOf(name: string, what: 'Entered' | 'Exited'): HistoryEvent {
    return { type: `${stateOf(sequence, name).Type}State${what}`, state: name };
  }
}

async function take(state: State, position: AtState, scope: Scope): Promise<Step> {
  switch (state.Type) {
    case 'Pass':
      return passed(state, position, scope);
    case 'Wait':
      return waited(state, position, scope);
    case 'Choice':
      return chosen(state, position, scope);
    case 'Succeed':
      return succeeded(state, position, scope);
    case 'Fail':
      return failed(state, position, scope);
    case 'Task':
      return attemptUntilDone(state, position, scope, (from) => runTask(state, from, scope));
    case 'Map':
      return attemptUntilDone(state, position, scope, (from) => runIterations(state, from, scope, runSequence));
    case 'Parallel':
      return attemptUntilDone(state, position, scope, (from) => runBranches(state, from, scope, runSequence));
  }
}

function stateOf({ states }: Sequence, name: string): State {
  const state = states.get(name);
  if (!state) throw new StateFailure('States.Runtime', `There is no state ${name}`);

  return state;
}
