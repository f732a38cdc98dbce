import * as z from 'zod';
import type { Attempt } from './attempts.ts';
import type { TaskState } from './definition/states.ts';
import { checkSize, StateFailure } from './failure.ts';
import type { AtState, Scope } from './scope.ts';
import { typedField } from './steps.ts';

const Seconds = z.int().min(1).max(99_999_999);

/** Does the work of a Task once. Its TimeoutSeconds pass by the local clock; what it started may still go on then, as in AWS. */
export async function runTask(state: TaskState, position: AtState, scope: Scope): ReturnType<Attempt> {
  const { Resource: resource } = state;
  const parameters = await scope.evaluate(state.Arguments ?? {}, 'Arguments', position);
  const seconds =
    state.TimeoutSeconds === undefined
      ? undefined
      : await typedField(Seconds, state.TimeoutSeconds, 'TimeoutSeconds', position, scope);
  checkSize(parameters, `input of the task ${position.state}`);

  scope.record(
    { type: 'TaskScheduled', state: position.state, resource, parameters, timeoutInSeconds: seconds },
    { type: 'TaskStarted', state: position.state, resource },
  );

  try {
    const { machine } = scope.run.execution;
    const result = await scope.within(seconds, scope.run.perform({ resource, parameters, roleArn: machine.roleArn }));
    checkSize(result, `result of the task ${position.state}`);

    const event = { type: 'TaskSucceeded', state: position.state, resource, output: result };
    return { position: scope.save({ ...position, done: { result } }, [event]), result };
  } catch (cause) {
    if (cause instanceof StateFailure) {
      const { error, message } = cause;
      const type = error === 'States.Timeout' ? 'TaskTimedOut' : 'TaskFailed';
      scope.record({ type, state: position.state, resource, error, cause: message });
    }
    throw cause;
  }
}
