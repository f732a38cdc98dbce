import type { Aws } from '../aws/start.ts';
import type { LocalClock } from '../clock.ts';
import type { Outstanding } from '../edges/outstanding.ts';
import type { LambdaPool } from '../functions/pool.ts';
import type { Assembly } from '../template/assembly.ts';
import { type Definition, readDefinition } from './definition/read.ts';
import type { Sequence } from './definition/states.ts';
import type { Change, Execution } from './executions.ts';
import { StateFailure } from './failure.ts';
import { type StateMachine, stateMachinesOf } from './machines.ts';
import { type Run, rootScope } from './scope.ts';
import { runSequence } from './sequence.ts';
import { functionInvoker } from './tasks/lambda-invoke.ts';
import { checkTask, taskPerformer } from './tasks/perform.ts';
import { awsCaller } from './tasks/sdk-call.ts';

type Parts = {
  readonly assembly: Assembly;
  readonly clock: LocalClock;
  readonly aws: Pick<Aws, 'authorize' | 'credentialsFor' | 'endpointUrl' | 'execution' | 'executions' | 'faults'>;
  readonly invoke: LambdaPool['invoke'];
  readonly outstanding: Outstanding;
  readonly report: (line: string) => void;
};

export type Workflows = {
  /** Runs executions from now on, those that an earlier run left first. */
  start(): void;
  /** Starts nothing more; what is running is kept for the next start. */
  close(): void;
};

/**
 * Gets ready to run the executions of the template's state machines. What waits is not work that is under way.
 *
 * @throws Refusal when a machine, or one that is still running with an older definition, has what the local run does not know
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/welcome.html
 */
export function prepareWorkflows({ assembly, clock, aws, invoke, outstanding, report }: Parts): Workflows {
  const { executions } = aws;
  const definitions = new Map<string, Definition>();
  const stops = new Map<string, AbortController>();
  const invokeFunction = functionInvoker({ assembly, authorize: aws.authorize, invoke });

  for (const machine of stateMachinesOf(assembly)) checkTasks(machine, aws.faults.actions);
  for (const execution of executions.running()) definitionOf(execution);

  function definitionOf(execution: Execution): Definition {
    const known = definitions.get(execution.definitionId);
    if (known) return known;

    const definition = readDefinition(executions.definitionOf(execution), execution.machine.name);
    definitions.set(execution.definitionId, definition);

    return definition;
  }

  function begin(execution: Execution): void {
    const { arn, startedAt } = execution;
    const definition = definitionOf(execution);
    const stop = new AbortController();
    stops.set(arn, stop);

    const cancelTimeout = clock.at(new Date(Date.parse(startedAt) + definition.timeoutSeconds * 1000), async () => {
      executions.stop(
        arn,
        { status: 'TIMED_OUT', error: 'States.Timeout' },
        { type: 'ExecutionTimedOut', error: 'States.Timeout' },
      );
    });
    stop.signal.addEventListener('abort', cancelTimeout, { once: true });

    const calls = aws.execution(execution.machine.arn);
    const call = awsCaller({ ...aws, region: assembly.region, headers: calls.headers });
    const perform = taskPerformer({ invoke: invokeFunction, call });

    carryOut({ execution, executions, clock, outstanding, perform }, definition.sequence, stop.signal)
      .catch((cause) => {
        if (!stop.signal.aborted) fail(arn, cause);
      })
      .finally(calls.end);
  }

  async function carryOut(run: Run, sequence: Sequence, signal: AbortSignal): Promise<void> {
    const { arn, input } = run.execution;
    const scope = rootScope(run, signal);
    const output = await runSequence(sequence, scope, { input: JSON.parse(input) });

    if (!signal.aborted) executions.stop(arn, { status: 'SUCCEEDED', output }, { type: 'ExecutionSucceeded', output });
  }

  function fail(arn: string, failure: unknown): void {
    const known = failure instanceof StateFailure;
    if (!known) report(`The execution ${arn} could not go on: ${failure instanceof Error ? failure.stack : failure}`);

    const error = known ? failure.error : 'States.Runtime';
    const cause = failure instanceof Error ? failure.message : String(failure);
    executions.stop(arn, { status: 'FAILED', error, cause }, { type: 'ExecutionFailed', error, cause });
  }

  function follow({ kind, arn }: Change): void {
    const execution = executions.find(arn);

    if (kind === 'started' && execution) {
      begin(execution);
    } else {
      stops.get(arn)?.abort();
      stops.delete(arn);
    }
  }

  let forget = (): void => {};

  return {
    start: () => {
      forget = executions.watch(follow);
      for (const execution of executions.running()) begin(execution);
    },
    close: () => {
      forget();
      for (const stop of stops.values()) stop.abort();
    },
  };
}

function checkTasks({ name, definition }: StateMachine, actions: Readonly<Record<string, readonly string[]>>): void {
  const check = ({ states }: Sequence): void => {
    for (const [state, declared] of states) {
      if (declared.Type === 'Task') checkTask(declared, actions, `the state machine ${name}, state ${state}`);
      if ('sequences' in declared) for (const nested of declared.sequences) check(nested);
    }
  };

  check(definition.sequence);
}
